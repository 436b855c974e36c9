/**
 * What the encoder does with a data set, in DCMTK's words: loaded where somebody reads the level debug.
 *
 * @module
 */
import type { LogEvent } from "../console/events.ts";
import { dataLogger } from "../console/messages.ts";
import type { EncodingDetail } from "../dataset/conversion.ts";
import { formatTag } from "../dictionary/tags.ts";
import { vrName } from "../dictionary/vr.ts";

/** The line about a detail. */
export function encodingLine(detail: EncodingDetail): LogEvent {
  return { kind: "log", logger: dataLogger, severity: "debug", text: textOf(detail) };
}

function textOf(detail: EncodingDetail): string {
  const { tag } = detail;
  switch (detail.kind) {
    case "group length": {
      const group = (tag >>> 16).toString(16).padStart(4, "0");
      return `DcmItem::computeGroupLengthAndPadding() Length of Group 0x${group} len=${detail.bytes}`;
    }
    case "odd value":
      return `DcmElement::compact() removed element value of ${formatTag(tag)} with ${detail.bytes} bytes`;
    case "value too long for VR":
      return `DcmObject::writeTagAndLength() Length of element ${formatTag(tag)} ` +
        `exceeds maximum of 16-bit length field, changing VR to ${vrName(detail.vr)}`;
  }
}
