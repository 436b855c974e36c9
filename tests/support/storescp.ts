/** DCMTK's receiver, for as long as a test needs it. */
import { freePort } from "./free_port.ts";

/** A receiver that accepts everything and keeps nothing. */
export class Storescp implements AsyncDisposable {
  readonly port: number;
  readonly #process: Deno.ChildProcess;

  private constructor(process: Deno.ChildProcess, port: number) {
    this.#process = process;
    this.port = port;
  }

  /** Starts it and waits until it can be reached. */
  static async start(program: string, args: string[] = []): Promise<Storescp> {
    const port = freePort();
    const process = new Deno.Command(program, {
      args: ["--ignore", ...args, String(port)],
      stdout: "null",
      stderr: "null",
    }).spawn();
    const receiver = new Storescp(process, port);
    try {
      await receiver.#untilReachable();
    } catch (error) {
      await receiver[Symbol.asyncDispose]();
      throw error;
    }
    return receiver;
  }

  async #untilReachable(): Promise<void> {
    for (let attempts = 0;; attempts++) {
      try {
        (await Deno.connect({ hostname: "127.0.0.1", port: this.port })).close();
        return;
      } catch (error) {
        if (attempts > 200) throw error;
        await new Promise((resolve) => setTimeout(resolve, 25));
      }
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#process.kill();
    await this.#process.status;
  }
}
