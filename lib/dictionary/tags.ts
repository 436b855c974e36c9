/**
 * Tags by keyword (PS3.6, Section 6), as far as the program has to know them by heart.
 *
 * @module
 */
import type { Tag } from "./data_dictionary.ts";

/** Tags by keyword. */
export const tags = {
  MediaStorageSOPClassUID: 0x00020002,
  MediaStorageSOPInstanceUID: 0x00020003,
  TransferSyntaxUID: 0x00020010,
  SpecificCharacterSet: 0x00080005,
  SOPClassUID: 0x00080016,
  SOPInstanceUID: 0x00080018,
  PatientName: 0x00100010,
  PatientID: 0x00100020,
  StudyInstanceUID: 0x0020000d,
  SeriesInstanceUID: 0x0020000e,
  StudyID: 0x00200010,
  SeriesNumber: 0x00200011,
  InstanceNumber: 0x00200013,
  PixelRepresentation: 0x00280103,
  VOILUTSequence: 0x00283010,
  WaveformBitsAllocated: 0x54001004,
  PixelData: 0x7fe00010,
  DataSetTrailingPadding: 0xfffcfffc,
  Item: 0xfffee000,
  ItemDelimitationItem: 0xfffee00d,
  SequenceDelimitationItem: 0xfffee0dd,
} as const satisfies Record<string, Tag>;

/** A tag as DCMTK prints it: `(0010,0010)`. It takes the highest one for no tag at all. */
export function formatTag(tag: Tag): string {
  if (tag === 0xffffffff) return "(????,????)";
  const hex = (value: number) => value.toString(16).padStart(4, "0");
  return `(${hex(tag >>> 16)},${hex(tag & 0xffff)})`;
}
