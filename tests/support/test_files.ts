/** The files of testdata/dicom, by name, as differential cases copy them. */
const folder = new URL("../../testdata/dicom/", import.meta.url).pathname;

const names = [
  "ct_implicit",
  "mr_explicit",
  "sc_explicit_big_endian",
  "sc_jpeg_baseline",
  "sr_deflated",
] as const;

/** Some of the files, all where none is named. */
export function testFiles(...wanted: (typeof names)[number][]): Record<string, string> {
  const chosen = wanted.length > 0 ? wanted : names;
  return Object.fromEntries(chosen.map((name) => [`${name}.dcm`, `${folder}${name}.dcm`]));
}

/** The same files as arguments. */
export function testArgs(...wanted: (typeof names)[number][]): string[] {
  return Object.keys(testFiles(...wanted)).map((name) => `DIR/${name}`);
}
