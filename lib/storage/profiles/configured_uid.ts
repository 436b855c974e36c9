/**
 * UIDs as profile files write them: in numbers or by DCMTK's name.
 *
 * @module
 */
import { explicitVrBigEndian, explicitVrLittleEndian } from "../../dictionary/transfer_syntaxes.ts";
import { uidOfName } from "../../dictionary/uids.ts";

/** Names that depend on the machine's byte order; every machine Deno runs on is little endian. */
const localNames: ReadonlyMap<string, string> = new Map([
  ["LocalEndianExplicit", explicitVrLittleEndian.uid],
  ["OppositeEndianExplicit", explicitVrBigEndian.uid],
]);

/** The UID that is meant, or `undefined` where it is neither a known name nor made of digits and dots. */
export function resolveUid(text: string): string | undefined {
  const uid = /^[0-9]/.test(text) ? text : lookUp(text.startsWith("=") ? text.slice(1) : text) ?? text;
  return /^[0-9.]+$/.test(uid) && !uid.includes("\n") ? uid : undefined;
}

function lookUp(name: string): string | undefined {
  return localNames.get(name) ?? uidOfName(name);
}
