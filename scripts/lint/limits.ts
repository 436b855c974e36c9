/** The numbers and the lists that the house rules go by; every exception stands here with its reason. */

/** The shelves of lib/ from the top to the bottom: a folder imports from itself and from rows below its own. */
export const layers: readonly (readonly string[])[] = [
  ["app"],
  ["cli"],
  ["console"],
  ["storage"],
  ["dimse", "input"],
  ["ul", "dataset"],
  ["transport"],
  ["dictionary"],
  ["base"],
];

/** The most lines of a function, and of a file. */
export const maxLines: { readonly function: number; readonly file: number } = { function: 40, file: 300 };

/** The most positional parameters; what comes after them goes into an options object. */
export const maxParameters = 2;

/** Files whose shape does not count because they are tables: data, one row a line. */
export const tables: readonly string[] = [
  "lib/dictionary/builtin_table.ts", // elements, one a row
  "tests/support/odd_files.ts", // files, one a row
  "tests/support/profile_cases.ts", // cases, one a row
  "tests/support/x509_cases.ts", // certificates, lists and chains, one a row
];

/** Files and folders of lib/ that may touch the system by `Deno.*`; the rest is pure. */
export const edges: readonly string[] = [
  "lib/app/plan.ts", // reads the profile file
  "lib/app/system.ts", // arguments, environment, signals
  "lib/app/user_identity.ts", // reads tickets and assertions
  "lib/cli/command_line_io.ts",
  "lib/console/", // writes to the terminal and to log files
  "lib/dataset/region.ts", // reads the files that are sent
  "lib/input/rename.ts",
  "lib/input/scan.ts",
  "lib/transport/", // sockets, TLS, the OpenSSL library
];

/** The one module for each package of npm. */
export const packages: Readonly<Record<string, string>> = {
  "deno-std/cli/prompt_secret.js": "lib/console/prompt_secret.ts",
  "pako": "lib/dataset/inflate.ts",
};
