/** Where a linted file stands in the repository. */

const folders = /(?:^|\/)((?:lib|tests|scripts)\/.*|main\.ts)$/;

/** A file's path from the root of the repository: `lib/ul/pdu.ts`, whatever absolute path or URL it comes as. */
export function placeOf(fileName: string): string {
  const root = new URL("../../", import.meta.url).pathname;
  const path = fileName.replaceAll("\\", "/").replace("file://", "");
  if (path.startsWith(root)) return path.slice(root.length);
  return folders.exec(path)?.[1] ?? path;
}

/** Whether a place is one of those listed: a file by its path, a folder by its path with a slash behind it. */
export function isListed(place: string, list: readonly string[]): boolean {
  return list.some((row) => row.endsWith("/") ? place.startsWith(row) : place === row);
}

/** What a module specifier means in the file that imports it: a place, or the specifier where it is not relative. */
export function targetOf(specifier: string, place: string): string {
  if (!specifier.startsWith(".")) return specifier;
  return new URL(specifier, `file:///${place}`).pathname.slice(1);
}
