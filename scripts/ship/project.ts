/** The project as its scripts see it. */

const path = decodeURIComponent(new URL("../../", import.meta.url).pathname);

/** The root of the repository, with a slash at the end. */
export const root: string = Deno.build.os === "windows" ? path.slice(1) : path;

/** Name and version of deno.json. */
export function project(): { readonly name: string; readonly version: string } {
  return JSON.parse(Deno.readTextFileSync(`${root}deno.json`));
}

/** Runs a Deno command in the repository; gives back its error output, and whether it went well. */
export async function deno(...args: string[]): Promise<{ success: boolean; errors: string }> {
  const command = new Deno.Command(Deno.execPath(), {
    args,
    cwd: root,
    env: { NO_COLOR: "1" },
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  });
  const { success, stderr } = await command.output();
  return { success, errors: new TextDecoder().decode(stderr) };
}
