/** One association as the receiver sees it, from the connection to its end. */
import { encodePdu } from "../../lib/ul/codec.ts";
import { acceptanceOf, requestOf } from "./acceptance.ts";
import type { Behaviour, Misbehaviour, Point } from "./behaviour.ts";
import { decodeRequest, responsePdu } from "./command_set.ts";
import { discard, type ObjectWriter } from "./objects.ts";
import type { Received, ReceivedAssociation, ReceivedObject } from "./received.ts";
import { lengthOf, PeerGone, type Wire } from "./wire.ts";

const pduType = { pDataTf: 4, releaseRq: 5, abort: 7 };
const fragment = { command: 1, last: 2 };

interface Context {
  readonly behaviour: Behaviour;
  readonly received: Received;
}

/** The association has come to its end on this side. */
class Over extends Error {}

/** Talks with one sender. */
export class Conversation {
  readonly #wire: Wire;
  readonly #behaviour: Behaviour;
  readonly #received: Received;
  readonly #responses = new Set<Promise<void>>();
  #association: ReceivedAssociation | undefined;
  #transferSyntaxes: ReadonlyMap<number, string> = new Map();
  #writing: Promise<void> = Promise.resolve();
  #command: Uint8Array[] = [];
  #object: { facts: ReceivedObject; writer: ObjectWriter } | undefined;

  constructor(wire: Wire, { behaviour, received }: Context) {
    this.#wire = wire;
    this.#behaviour = behaviour;
    this.#received = received;
  }

  /** Runs up to the end of the connection. */
  async run(): Promise<void> {
    try {
      await this.#associate();
      while (true) await this.#pdu();
    } catch (error) {
      if (error instanceof PeerGone) this.#end(error.cause ? "reset" : "closed");
      else if (!(error instanceof Over)) throw error;
    } finally {
      this.#abandonObject();
      await Promise.allSettled(this.#responses);
      this.#wire.close();
    }
  }

  async #associate(): Promise<void> {
    await this.#misbehaves({ at: "connect" });
    const bytes = await this.#wire.pdu();
    const request = requestOf(bytes);
    if (!request) throw new Over();
    const association: ReceivedAssociation = {
      request,
      requestBytes: bytes,
      problems: [],
      end: "open",
      largestPduBytes: 0,
    };
    this.#association = association;
    if (!this.#behaviour.forget) this.#received.associations.push(association);
    const { acceptance, transferSyntaxes } = acceptanceOf(request, this.#behaviour);
    this.#transferSyntaxes = transferSyntaxes;
    if (await this.#misbehaves({ at: "associate", request })) return;
    await this.#say(encodePdu(acceptance));
  }

  async #pdu(): Promise<void> {
    const header = await this.#wire.exactly(6);
    const [type, bytes] = [header[0], lengthOf(header)];
    if (type === pduType.pDataTf) return await this.#pData(bytes);
    const body = await this.#wire.exactly(bytes);
    if (type === pduType.releaseRq) {
      if (await this.#misbehaves({ at: "release" })) return;
      await Promise.all(this.#responses);
      this.#end("released");
      await this.#say(encodePdu({ kind: "release-rp" }));
      await this.#wire.drain();
    } else if (type === pduType.abort) {
      this.#end("aborted");
      if (this.#association) this.#association.abort = { source: body[2], reason: body[3] };
    } else await this.#refuse(`PDU of type ${type} where none belongs`);
    throw new Over();
  }

  /** P-DATA-TF (PS3.8, Section 9.3.5), whose values are passed on while they come. */
  async #pData(bytes: number): Promise<void> {
    const association = this.#association;
    if (!association) return await this.#refuse("P-DATA-TF without an association");
    const { maxPduBytes = 16384 } = this.#behaviour;
    association.largestPduBytes = Math.max(association.largestPduBytes, bytes);
    if (maxPduBytes > 0 && bytes > maxPduBytes) {
      this.#problem(`PDU of ${bytes} bytes, more than ${maxPduBytes}`);
    }
    for (let rest = bytes; rest > 0;) {
      const header = await this.#wire.exactly(6);
      const length = new DataView(header.buffer, header.byteOffset).getUint32(0);
      rest -= 4 + length;
      if (rest < 0 || length < 2) {
        return await this.#refuse(`Fragment of ${length} bytes beyond the end of its PDU`);
      }
      if (length % 2) this.#problem(`Fragment of odd length ${length}`);
      await this.#fragment({ contextId: header[4], control: header[5], bytes: length - 2 });
    }
  }

  async #fragment(
    { contextId, control, bytes }: { contextId: number; control: number; bytes: number },
  ): Promise<void> {
    const isLast = (control & fragment.last) !== 0;
    if (control & fragment.command) {
      if (this.#object) return await this.#refuse("Command inside a data set");
      this.#command.push((await this.#wire.exactly(bytes)).slice());
      if (isLast) await this.#commandEnds(contextId);
      return;
    }
    if (!this.#object) return await this.#refuse("Data set without a command");
    if (contextId !== this.#object.facts.contextId) this.#problem(`Data set on context ${contextId}`);
    await this.#data(bytes);
    if (isLast) await this.#objectEnds();
  }

  async #commandEnds(contextId: number): Promise<void> {
    const commandBytes = await new Blob(this.#command as BlobPart[]).bytes();
    this.#command = [];
    const command = decodeRequest(commandBytes);
    const transferSyntaxUid = this.#transferSyntaxes.get(contextId);
    if (command.commandField !== 0x0001) return await this.#refuse(`Command ${command.commandField}`);
    if (!transferSyntaxUid || !command.hasDataSet) {
      return await this.#refuse(`C-STORE-RQ on context ${contextId}`);
    }
    this.#beginObject({ contextId, transferSyntaxUid, command, commandBytes });
    await this.#misbehaves({ at: "command", object: this.#objectNumber, command, contextId });
  }

  #beginObject(
    parts: Pick<ReceivedObject, "contextId" | "transferSyntaxUid" | "command" | "commandBytes">,
  ): void {
    const association = this.#association as ReceivedAssociation;
    const index = this.#received.startedObjects++;
    const facts = { ...parts, index, association, bytes: 0, complete: false, kept: {} };
    const writer = (this.#behaviour.keep ?? discard)({
      index,
      sopClassUid: parts.command.affectedSopClassUid ?? "",
      sopInstanceUid: parts.command.affectedSopInstanceUid ?? "",
      transferSyntaxUid: parts.transferSyntaxUid,
      callingAeTitle: association.request.callingAeTitle,
    });
    this.#object = { facts, writer };
    if (!this.#behaviour.forget) this.#received.objects.push(facts);
  }

  get #objectNumber(): number {
    return this.#object?.facts.index ?? -1;
  }

  async #data(bytes: number): Promise<void> {
    for (let rest = bytes; rest > 0 && this.#object;) {
      const part = await this.#wire.take(rest);
      rest -= part.length;
      this.#object.writer.write(part);
      this.#object.facts.bytes += part.length;
      this.#received.bytes += part.length;
      const { index: object, command, contextId, bytes: received } = this.#object.facts;
      await this.#misbehaves({ at: "data", object, command, contextId, bytes: received });
    }
  }

  async #objectEnds(): Promise<void> {
    if (!this.#object) return;
    const { facts, writer } = this.#object;
    this.#object = undefined;
    facts.complete = true;
    facts.kept = writer.complete();
    this.#received.completeObjects++;
    const response = this.#respond(facts);
    this.#responses.add(response);
    response.finally(() => this.#responses.delete(response)).catch(() => {});
    if (!this.#isAsynchronous) await response;
  }

  get #isAsynchronous(): boolean {
    return this.#behaviour.asyncOperations !== undefined &&
      this.#association?.request.userInformation.asyncOperations !== undefined;
  }

  async #respond({ index, command, contextId }: ReceivedObject): Promise<void> {
    const { delayMs = 0, response } = this.#behaviour;
    const waitMs = typeof delayMs === "number" ? delayMs : delayMs(index);
    if (waitMs > 0) await new Promise((resolve) => setTimeout(resolve, waitMs));
    if (await this.#misbehaves({ at: "response", object: index, command, contextId })) return;
    await this.#say(responsePdu(command, { contextId, changes: response?.(index, command) }));
  }

  #abandonObject(): void {
    if (!this.#object) return;
    const { facts, writer } = this.#object;
    this.#object = undefined;
    facts.kept = writer.abandon();
    this.#received.partialObjects++;
  }

  /** Does what the test wants to go wrong here; true where the right thing must not be done any more. */
  async #misbehaves(point: Point): Promise<boolean> {
    const what = this.#behaviour.misbehave?.(point);
    if (what === undefined) return false;
    if (typeof what === "string") return await this.#breakOff(what);
    await this.#say(what.send);
    if (what.then) await this.#breakOff(what.then);
    return true;
  }

  async #breakOff(how: Exclude<Misbehaviour, object>): Promise<never> {
    this.#end("misbehaved");
    if (how === "close") this.#wire.close();
    else if (how === "reset") this.#wire.reset();
    else if (how === "stall") await this.#wire.drain();
    else await this.#wire.closed;
    throw new Over();
  }

  /** Writes in the pace that is wanted, whole messages one after the other. */
  #say(bytes: Uint8Array): Promise<void> {
    this.#writing = this.#writing.catch(() => {}).then(() => this.#write(bytes));
    return this.#writing;
  }

  async #write(bytes: Uint8Array): Promise<void> {
    const { pace = "whole" } = this.#behaviour;
    if (pace === "whole") return await this.#wire.write(bytes);
    const cuts = pace === "trickle" ? bytes.keys() : [0, pace.splitAt];
    let from = 0;
    for (const cut of [...cuts, bytes.length]) {
      if (cut > from) await this.#wire.write(bytes.subarray(from, cut));
      from = cut;
    }
  }

  #problem(text: string): void {
    this.#association?.problems.push(text);
  }

  /** Aborts as the service provider: unexpected PDU (PS3.8, Section 9.3.8). */
  async #refuse(problem: string): Promise<never> {
    this.#problem(problem);
    this.#end("misbehaved");
    await this.#say(encodePdu({ kind: "abort", source: 2, reason: 2 }));
    throw new Over();
  }

  #end(how: ReceivedAssociation["end"]): void {
    if (this.#association?.end === "open") this.#association.end = how;
  }
}
