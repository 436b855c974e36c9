/**
 * What makes the bundle start fast: it is one file, so that whatever a run does not need has to cost nothing.
 *
 * @module
 */

/** A line that imports from a module of Node, and the beginning of the function that initializes the importer. */
const nodeImport = /^import \{ ([^}]*) \} from "(node:[\w/]+)";$/;
const initializer = /^ {2}"[^"]*"\(\) \{$/;
/** The bundler writes the name of every module over it. */
const moduleName = /^\/\/ [^ ]+\.m?[jt]s$/;

/**
 * Imports of Node's modules by parts of the program that are loaded on demand, moved into the functions that load
 * those parts. The bundler hoists them, so that every start would pay for them. Names of modules are left out.
 */
export function withLazyNodeImports(bundle: string): string {
  const lines = bundle.split("\n");
  const inserted = new Map<number, string[]>();
  lines.forEach((line, at) => {
    const [, names, module] = nodeImport.exec(line) ?? [];
    if (!names) return;
    const begin = initializerBehind(lines, at);
    if (begin === undefined) return;
    const pairs = names.split(", ").map((name) => name.split(" as "));
    lines[at] = `var ${pairs.map((pair) => pair.at(-1)).join(", ")};`;
    const pattern = pairs.map((pair) => pair.join(": ")).join(", ");
    const statement = `    ({ ${pattern} } = process.getBuiltinModule("${module}"));`;
    inserted.set(begin, [...inserted.get(begin) ?? [], statement]);
  });
  return lines.flatMap((line, at) => [line.replace(packageFile, "npm:"), ...inserted.get(at) ?? []])
    .filter((line) => !moduleName.test(line)).join("\n");
}

/** Where a package of npm lies on the machine that bundles, in the name of one of its modules. */
const packageFile = /(?<=^ {2}")[^"]*\/npm\/[^/"]+\/(?=[^"]*"\(.*\) \{$)/;

/** Where the module that a line stands in is initialized, if that is done on demand. */
function initializerBehind(lines: readonly string[], from: number): number | undefined {
  for (let at = from; at < lines.length && !moduleName.test(lines[at]); at++) {
    if (initializer.test(lines[at])) return at;
  }
  return undefined;
}
