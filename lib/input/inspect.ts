/**
 * Looking at a file before it is sent: at one glance, if there is nothing to say of it, else closely.
 *
 * @module
 */
import { HeldBytes } from "../base/byte_source.ts";
import { Glance } from "../dataset/glance.ts";
import { FileBytes, FileRegion } from "../dataset/region.ts";
import type { DataDictionary } from "../dictionary/data_dictionary.ts";
import { explicitVrLittleEndian } from "../dictionary/transfer_syntaxes.ts";
import { FileTokens } from "./file_tokens.ts";
import { createInspectClosely } from "./inspection.ts";
import type { InputNotice, Inspect, Instance, ReadMode } from "./instance.ts";

/** How files are read. */
export interface InspectOptions {
  readonly readMode: ReadMode;
  /** `-up`: a space at the end of a UID does not belong to it. */
  readonly uidPadding: boolean;
  /** Gives the dictionary in force, once a file needs it. */
  readonly dictionary: () => Promise<DataDictionary>;
  /** The dictionary in force, if it is at hand already, as that of DCMDICTPATH is. */
  readonly loadedDictionary?: DataDictionary | undefined;
  /** Data sets in implicit VR will be sent in explicit VR, unless something unforeseen happens. */
  readonly foreseesExplicit?: boolean;
  /** Whether anybody reads the level trace. */
  readonly isTraced?: boolean;
  /** Whether nobody asks an instance for its elements. */
  readonly ignoresElements?: boolean;
}

type Tell = (notice: InputNotice) => void;

/** Of the window that files are looked at through. */
const windowBytes = 256 * 1024;

/** Makes the function that inspects files. It keeps one window, and closes every file it opens. */
export function createInspect(options: InspectOptions): Inspect {
  const memory = new Uint8Array(windowBytes);
  const inspectClosely = createInspectClosely(options, memory);
  const glance = mayGlance(options) ? new Glance() : undefined;
  return (path, tell) => {
    const file = FileBytes.openBeginning(path, memory);
    return glance?.take(file.beginning, file) ? glanced(file, { glance, tell }) : inspectClosely(file, tell);
  };
}

/** Whether a glance tells all that is wanted. Other dictionaries know of more pixel data. */
function mayGlance({ readMode, loadedDictionary, isTraced, ignoresElements }: InspectOptions): boolean {
  return readMode !== "dataset" && !loadedDictionary && !isTraced && ignoresElements === true;
}

/** What a glance has told. The file is closed. */
function glanced(file: FileBytes, { glance, tell }: { glance: Glance; tell: Tell }): Instance {
  const { path, state, held } = file;
  const { begin, transferSyntax, sopClassUid, sopInstanceUid, hasNewVrs } = glance;
  file.close();
  tell({
    severity: "debug",
    text: `DcmMetaInfo::checkAndReadPreamble() TransferSyntax="${explicitVrLittleEndian.name}"`,
  });
  tell({ severity: "debug", text: `DcmDataset::read() TransferSyntax="${transferSyntax.name}"` });
  return {
    path,
    sizeBytes: state.sizeBytes,
    transferSyntax,
    dataSet: { sopClassUid, sopInstanceUid },
    meta: {},
    elements: new Map(),
    needsRewriting: false,
    hasNewVrs,
    openRaw: () => held ? new HeldBytes(held.subarray(begin)) : new FileRegion(path, { begin, state }),
    openTokens: () =>
      new FileTokens(file, {
        begin,
        syntax: transferSyntax,
        dictionary: undefined,
        inflate: undefined,
        foreseen: undefined,
      }),
  };
}
