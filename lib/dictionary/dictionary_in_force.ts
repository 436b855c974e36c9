/**
 * Which data dictionary is in force: the files that DCMDICTPATH names, or the one built in.
 *
 * @module
 */
import type { DataDictionary } from "./data_dictionary.ts";
import type { DictionaryFiles } from "./load_dictionary.ts";

/**
 * Gives the dictionary in force when it is first needed, because the one built in is large.
 * Files that DCMTK would not count as loaded leave the one built in in force, with a warning from the caller.
 */
export function dictionaryInForce(files: DictionaryFiles | undefined): () => Promise<DataDictionary> {
  let pending: Promise<DataDictionary> | undefined;
  const load = async () => {
    if (files?.loaded) return files.dictionary;
    const { builtinDictionary } = await import("./builtin_dictionary.ts");
    return builtinDictionary();
  };
  return () => pending ??= load();
}
