/** The receiver in a process of its own, for whoever needs its speed or wants its memory apart. */

/** What a receiver says at its end. */
export interface ReceiverCounts {
  readonly completeObjects: number;
  readonly partialObjects: number;
  /** Of all data sets. */
  readonly bytes: number;
}

/** A running receiver. Leaving its scope ends it. */
export class ReceiverProcess implements AsyncDisposable {
  readonly #process: Deno.ChildProcess;
  readonly #output: ReadableStreamDefaultReader<Uint8Array>;
  #text = "";
  #port = 0;

  private constructor(args: readonly string[]) {
    const script = new URL("main.ts", import.meta.url).pathname;
    const command = new Deno.Command(Deno.execPath(), {
      args: ["run", "--allow-all", script, ...args],
      stdin: "null",
      stdout: "piped",
    });
    this.#process = command.spawn();
    this.#output = this.#process.stdout.getReader();
  }

  /** Starts one with the options of main.ts; ready when it listens. */
  static async start(...args: string[]): Promise<ReceiverProcess> {
    const receiver = new ReceiverProcess(args);
    receiver.#port = (await receiver.#line() as { port: number }).port;
    return receiver;
  }

  /** Where it listens. */
  get port(): number {
    return this.#port;
  }

  /** Its process id, for whoever measures it. */
  get pid(): number {
    return this.#process.pid;
  }

  /** Ends it, and tells what it has received. */
  async stop(): Promise<ReceiverCounts> {
    this.#process.kill("SIGTERM");
    const counts = await this.#line() as ReceiverCounts;
    await this[Symbol.asyncDispose]();
    return counts;
  }

  /** Ends it, if that has not been done. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#output.cancel();
    try {
      this.#process.kill("SIGKILL");
    } catch (error) {
      // it has ended already
      if (!(error instanceof TypeError)) throw error;
    }
    await this.#process.status;
  }

  async #line(): Promise<unknown> {
    while (!this.#text.includes("\n")) {
      const { value, done } = await this.#output.read();
      if (done) throw new Error("The receiver ended early");
      this.#text += new TextDecoder().decode(value);
    }
    const [line, ...rest] = this.#text.split("\n");
    this.#text = rest.join("\n");
    return JSON.parse(line);
  }
}
