/**
 * A place of its own for what Deno keeps from one run to the next.
 *
 * Deno 2.9 keeps compiled code in a database. When a process cannot open it, for want of file descriptors say, it
 * removes the file from under all others, and from then on nothing is kept any more: every start takes twice as long.
 * So whoever starves a process gives it its own folder, and whoever measures makes sure of a sound one.
 *
 * @module
 */

/** A temporary folder for the environment variable DENO_DIR; packages are those that are there already. */
export class DenoFolder implements Disposable {
  /** Where it is. */
  readonly path: string = Deno.makeTempDirSync({ prefix: "deno-" });

  /** Makes it. */
  constructor() {
    const { stdout } = new Deno.Command(Deno.execPath(), { args: ["info", "--json"] }).outputSync();
    const { npmCache } = JSON.parse(new TextDecoder().decode(stdout));
    Deno.symlinkSync(npmCache, `${this.path}/npm`);
  }

  /** The environment that makes a process use it. */
  get env(): Record<string, string> {
    return { DENO_DIR: this.path };
  }

  /** Removes it, without the packages. */
  [Symbol.dispose](): void {
    Deno.removeSync(this.path, { recursive: true });
  }
}
