/** Foreign programs that tests compare with. */

const folders = ["/usr/bin", "/usr/sbin", "/usr/local/bin", "/opt/homebrew/bin"];

/** The path of a DCMTK 3.6.7 program, or `undefined`. Others of the same name, such as pynetdicom's, do not count. */
export function dcmtkProgram(name: string): string | undefined {
  return pathsOf(name).find((path) => outputOf(path, ["--version"])?.includes(" v3.6.7 "));
}

/** The path of a Python that can import pynetdicom, or `undefined`; STORESCU_PYNETDICOM_PYTHON may name it. */
export function pynetdicomPython(): string | undefined {
  const given = Deno.env.get("STORESCU_PYNETDICOM_PYTHON");
  const candidates = given ? [given] : ["python3", ...pathsOf("python3")];
  return candidates.find((path) =>
    outputOf(path, ["-c", "import pynetdicom; print('here')"])?.includes("here")
  );
}

function pathsOf(name: string): string[] {
  return folders.map((folder) => `${folder}/${name}`);
}

function outputOf(path: string, args: string[]): string | undefined {
  try {
    const { stdout } = new Deno.Command(path, { args, stderr: "null" }).outputSync();
    return new TextDecoder().decode(stdout);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The folder of real files that are not part of the project, or `undefined`. */
export function corpusFolder(): string | undefined {
  const given = Deno.env.get("STORESCU_CORPUS") ??
    new URL("../../../shared/corpus", import.meta.url).pathname;
  return isThere(given, "isDirectory") ? given : undefined;
}

function isThere(path: string, kind: "isFile" | "isDirectory"): boolean {
  try {
    return Deno.statSync(path)[kind];
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** Things that are used where they are there, and whose lack is no failure even where all peers are required. */
const optional = ["corpus"];

/**
 * A test that needs things this machine may not have: skipped with the reason in its name, or failing where
 * STORESCU_REQUIRE_PEERS=1 says that they have to be there. What is called `corpus` in `needs` is never required.
 */
export function peerTest<T extends Record<string, string | undefined>>(
  name: string,
  { needs, fn }: { needs: T; fn: (found: { [K in keyof T]: string }) => void | Promise<void> },
): void {
  const missing = Object.entries(needs).filter(([, value]) => value === undefined).map(([key]) => key);
  if (missing.length === 0) {
    Deno.test(name, () => fn(needs as { [K in keyof T]: string }));
    return;
  }
  const required = Deno.env.get("STORESCU_REQUIRE_PEERS") === "1" &&
    missing.some((key) => !optional.includes(key));
  Deno.test({
    name: `${name} (skipped: no ${missing.join(", no ")})`,
    ignore: !required,
    fn: () => {
      throw new Error(`Missing: ${missing.join(", ")}`);
    },
  });
}

/** The path of any other program, or `undefined`. */
export function program(name: string): string | undefined {
  return ["/bin", ...folders].map((folder) => `${folder}/${name}`).find((path) => isFile(path));
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
