/** A peer that follows a script, so that a test reads like a conversation. */
import type { Command } from "../../lib/dimse/command.ts";
import { encodePdu } from "../../lib/ul/codec.ts";
import { acceptanceOf, requestOf } from "../../scripts/receiver/acceptance.ts";
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { decodeRequest, responsePdu } from "../../scripts/receiver/command_set.ts";
import { lengthOf, Listener, PeerGone, type Wire } from "../../scripts/receiver/wire.ts";

/** PDU types (PS3.8, Section 9.3). */
const pduTypes = {
  "associate-rq": 1,
  "associate-ac": 2,
  "associate-rj": 3,
  "p-data-tf": 4,
  "release-rq": 5,
  "release-rp": 6,
  "abort": 7,
} as const;

/** One step of a script. */
export type Step =
  /** Reads one PDU, which has to be of this type. */
  | { readonly expect: keyof typeof pduTypes }
  /** Reads P-DATA-TF PDUs up to the last fragment of a command or a data set. */
  | { readonly expectAll: "command" | "data set" }
  | { readonly send: Uint8Array }
  /** Accepts everything that the last A-ASSOCIATE-RQ has proposed, but for what is to be different. */
  | { readonly accept: Behaviour }
  /** Answers the last command with success, but for what is to be different. */
  | { readonly respond: Partial<Command> }
  /** The same, one byte at a time. */
  | { readonly trickle: Uint8Array }
  | { readonly waitMs: number }
  /** Lets the test know that this step was reached. */
  | { readonly call: () => void }
  /** Says nothing more, and reads up to the end of the connection. */
  | "stall"
  /** The peer has to end the connection, saying nothing more. */
  | "expect end"
  | "hang up"
  | "reset";

/** A server whose first connection follows the first script, and so on. Leaving its scope checks that all did. */
export class ScriptedPeer implements AsyncDisposable {
  /** Every PDU that was read in a script, of all connections, in order. */
  readonly heard: Uint8Array[] = [];
  readonly #scripts: Step[][];
  readonly #conversations: Promise<void>[] = [];
  #listener: Listener | undefined;

  private constructor(scripts: Step[][]) {
    this.#scripts = scripts;
  }

  /** Listens on a free port. */
  static async start(...scripts: Step[][]): Promise<ScriptedPeer> {
    const peer = new ScriptedPeer(scripts);
    peer.#listener = await Listener.open((wire) => peer.#talk(wire));
    return peer;
  }

  /** Where it listens. */
  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /** Settled when as many scripts were followed as connections were made; rejected where one was not. */
  async finished(): Promise<void> {
    await Promise.all(this.#conversations);
    const missing = this.#scripts.length - this.#conversations.length;
    if (missing > 0) throw new Error(`${missing} of ${this.#scripts.length} connections were not made`);
  }

  /** Ends the server, after checking that the scripts were followed up to their ends. */
  async [Symbol.asyncDispose](): Promise<void> {
    const { promise: late, resolve } = Promise.withResolvers<"late">();
    const timer = setTimeout(() => resolve("late"), 5000);
    try {
      const end = await Promise.race([this.finished(), late]);
      if (end === "late") throw new Error("The script was not followed up to its end");
    } finally {
      clearTimeout(timer);
      await this.#listener?.close();
    }
  }

  #talk(wire: Wire): void {
    const index = this.#conversations.length;
    const conversation = new Conversation(wire, this.heard);
    const script = this.#scripts[index];
    if (!script) wire.close();
    const told = script
      ? conversation.follow(script)
      : Promise.reject(new Error(`Connection ${index + 1} is one more than there are scripts`));
    // looked at in finished(), which may come later
    told.catch(() => {});
    this.#conversations.push(told);
  }
}

class Conversation {
  readonly #wire: Wire;
  readonly #heard: Uint8Array[];
  /** Messages whose last fragment has been read, and that no step has asked for yet. */
  readonly #complete: ("command" | "data set")[] = [];

  #commandParts: number[] = [];
  /** The last command that is complete. */
  #command: { contextId: number; bytes: Uint8Array } | undefined;

  constructor(wire: Wire, heard: Uint8Array[]) {
    this.#wire = wire;
    this.#heard = heard;
  }

  async follow(script: readonly Step[]): Promise<void> {
    for (const [index, step] of script.entries()) {
      try {
        await this.#do(step);
      } catch (cause) {
        this.#wire.reset();
        throw new Error(`Step ${index + 1} failed: ${JSON.stringify(step)}`, { cause });
      }
    }
    const last = script.at(-1);
    if (last !== "hang up" && last !== "reset") this.#wire.close();
  }

  async #do(step: Step): Promise<void> {
    if (step === "hang up") return this.#wire.close();
    if (step === "reset") return this.#wire.reset();
    if (step === "stall") return await this.#wire.drain();
    if (step === "expect end") return await this.#expectEnd();
    if ("accept" in step) return await this.#accept(step.accept);
    if ("respond" in step) return await this.#respond(step.respond);
    if ("send" in step) return await this.#wire.write(step.send);
    if ("trickle" in step) return await this.#trickle(step.trickle);
    if ("call" in step) return step.call();
    if ("waitMs" in step) return await new Promise((resolve) => setTimeout(resolve, step.waitMs));
    if ("expect" in step) return await this.#expect(step.expect);
    while (this.#complete[0] !== step.expectAll) await this.#expect("p-data-tf");
    this.#complete.shift();
  }

  async #accept(behaviour: Behaviour): Promise<void> {
    const request = this.#heard.map(requestOf).findLast((request) => request !== undefined);
    if (!request) throw new Error("There is no request to accept");
    await this.#wire.write(encodePdu(acceptanceOf(request, behaviour).acceptance));
  }

  async #respond(changes: Partial<Command>): Promise<void> {
    if (!this.#command) throw new Error("There is no command to respond to");
    const { contextId, bytes } = this.#command;
    await this.#wire.write(responsePdu(decodeRequest(bytes), { contextId, changes }));
  }

  async #trickle(bytes: Uint8Array): Promise<void> {
    for (const byte of bytes) await this.#wire.write(Uint8Array.of(byte));
  }

  async #expect(kind: keyof typeof pduTypes): Promise<void> {
    const pdu = await this.#wire.pdu();
    this.#heard.push(pdu);
    if (pdu[0] !== pduTypes[kind]) throw new Error(`Expected ${kind}, got a PDU of type ${pdu[0]}`);
    if (kind === "p-data-tf") this.#takeFragments(pdu);
  }

  /** Keeps commands, and notes what ends within a P-DATA-TF PDU (PS3.8, Annex E.2). */
  #takeFragments(pdu: Uint8Array): void {
    for (let position = 6, length; position < pdu.length; position += 4 + length) {
      length = lengthOf(pdu.subarray(position - 2));
      const [contextId, control] = pdu.subarray(position + 4);
      if (control & 1) this.#commandParts.push(...pdu.subarray(position + 6, position + 4 + length));
      if (!(control & 2)) continue;
      this.#complete.push(control & 1 ? "command" : "data set");
      if (!(control & 1)) continue;
      this.#command = { contextId, bytes: Uint8Array.from(this.#commandParts) };
      this.#commandParts = [];
    }
  }

  async #expectEnd(): Promise<void> {
    const more = await this.#wire.take(16).catch((error) => {
      if (error instanceof PeerGone) return undefined;
      throw error;
    });
    if (more) throw new Error(`Expected the end, got ${more.toHex()}`);
  }
}
