/**
 * The data dictionaries that DCMDICTPATH names.
 *
 * @module
 */
import { DataDictionary } from "./data_dictionary.ts";
import { parseDictionary } from "./dictionary_file.ts";
import { vr } from "./vr.ts";

/** A line for the log. */
export interface DictionaryMessage {
  /** How grave it is. */
  readonly level: "debug" | "error";
  /** DCMTK's words. */
  readonly text: string;
}

/** What became of the files of DCMDICTPATH. */
export interface DictionaryFiles {
  /** Everything that could be read. */
  readonly dictionary: DataDictionary;
  /** Whether DCMTK counts its dictionary as loaded: a fault in the last file undoes what came before. */
  readonly loaded: boolean;
  /** DCMTK's lines, in order. */
  readonly messages: readonly DictionaryMessage[];
}

/** How the files of DCMDICTPATH are found and read. */
export interface DictionaryFileAccess {
  /** What stands between two paths: `:`, or `;` on Windows. */
  readonly separator: string;
  /** The text of a file, or `undefined` for anything that is not a readable file. */
  readTextFile(path: string): string | undefined;
}

/** Group lengths and delimiters are known even to a dictionary that knows nothing else. */
function skeleton(): DataDictionary {
  const dictionary = new DataDictionary();
  dictionary.add({
    groups: { first: 0x0000, last: 0xffff, parity: "any" },
    elements: { first: 0x0000, last: 0x0000, parity: "any" },
    creator: undefined,
  }, { vr: vr("UL"), name: "GenericGroupLength" });
  dictionary.addElement(0xfffee000, { vr: vr("na"), name: "Item" });
  dictionary.addElement(0xfffee00d, { vr: vr("na"), name: "ItemDelimitationItem" });
  dictionary.addElement(0xfffee0dd, { vr: vr("na"), name: "SequenceDelimitationItem" });
  return dictionary;
}

/** Loads the dictionaries of a DCMDICTPATH that is not empty. */
export function loadDictionaryFiles(dcmDictPath: string, access: DictionaryFileAccess): DictionaryFiles {
  const dictionary = skeleton();
  const messages: DictionaryMessage[] = [];
  let lastIsGood = false;
  let allAreGood = true;
  for (const path of dcmDictPath.split(access.separator).filter((part) => part !== "")) {
    const text = access.readTextFile(path);
    if (text === undefined) {
      messages.push({ level: "error", text: `DcmDataDictionary: Cannot open file: ${path}` });
      allAreGood = false;
      continue;
    }
    messages.push({ level: "debug", text: `DcmDataDictionary: Loading file: ${path}` });
    const { entries, errors } = parseDictionary(text, path);
    messages.push(...errors.map((text) => ({ level: "error", text }) as const));
    for (const [place, entry] of entries) dictionary.add(place, entry);
    lastIsGood = errors.length === 0;
    allAreGood &&= lastIsGood;
  }
  return { dictionary, loaded: allAreGood || lastIsGood, messages };
}
