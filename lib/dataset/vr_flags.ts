/**
 * What readers and writers have to know of each VR, as numbers: one look-up per element.
 *
 * @module
 */
export {
  flagsByVr,
  longForm,
  newVr,
  ordinary,
  spaces,
  standard,
  text,
  vrFlags,
  widthMask,
  widthOf,
} from "../dictionary/vr.ts";
