/** Foreign programs that tests compare with. */

const folders = ["/usr/bin", "/usr/local/bin", "/opt/homebrew/bin"];

/** The path of a DCMTK 3.6.7 program, or `undefined`. Others of the same name, such as pynetdicom's, do not count. */
export function dcmtkProgram(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find((path) => isDcmtk(path));
}

function isDcmtk(path: string): boolean {
  try {
    const { stdout } = new Deno.Command(path, { args: ["--version"], stderr: "null" }).outputSync();
    return new TextDecoder().decode(stdout).includes(" v3.6.7 ");
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The path of some other program, or `undefined`. */
export function program(name: string): string | undefined {
  return folders.map((folder) => `${folder}/${name}`).find(isFile);
}

function isFile(path: string): boolean {
  try {
    return Deno.statSync(path).isFile;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/** The folder of real files that are not part of the project, or `undefined`. */
export function corpusFolder(): string | undefined {
  const given = Deno.env.get("STORESCU_CORPUS") ??
    new URL("../../../shared/corpus", import.meta.url).pathname;
  try {
    return Deno.statSync(given).isDirectory ? given : undefined;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/**
 * A test that needs things this machine may not have: skipped with the reason in its name, or failing where
 * STORESCU_REQUIRE_PEERS=1 says that they have to be there.
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
  const required = Deno.env.get("STORESCU_REQUIRE_PEERS") === "1";
  Deno.test({
    name: `${name} (skipped: no ${missing.join(", no ")})`,
    ignore: !required,
    fn: () => {
      throw new Error(`Missing: ${missing.join(", ")}`);
    },
  });
}
