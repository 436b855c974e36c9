/** A peer in memory that does what a script says: receive this, send these bytes, hang up. */
import { decodeCommand, encodeCommand } from "../../lib/dimse/command_codec.ts";
import type { Command } from "../../lib/dimse/command.ts";
import type { Transport } from "../../lib/transport/transport.ts";
import { encodePdu, type SendablePdu } from "../../lib/ul/codec.ts";
import type { AssociateAc, AssociateRq, Pdv } from "../../lib/ul/pdu.ts";
import { PduStream, type Received } from "../../lib/ul/pdu_stream.ts";

/** A PDU that arrived, without what depends on the moment. */
type Kind = Received["kind"] | "end";

/** The peer's side of a connection in memory. */
export class MemoryPeer {
  /** What the other side connects to. */
  readonly transport: Transport;
  /** What has arrived. */
  readonly received: Received[] = [];
  /** Everything that was written to the peer, chunk by chunk. */
  readonly chunks: Uint8Array[] = [];
  readonly #toUs: WritableStreamDefaultWriter<Uint8Array>;
  readonly #pdus: ReadableStreamDefaultReader<Received>;
  #isClosed = false;

  constructor() {
    const inbound = new TransformStream<Uint8Array, Uint8Array>(undefined, { highWaterMark: 16 });
    this.#toUs = inbound.writable.getWriter();
    this.#toUs.closed.catch(() => {});
    let end = () => {};
    const transformer: Transformer<Uint8Array, Uint8Array> = {
      start: (controller) => void (end = () => controller.terminate()),
      transform: (chunk, controller) => {
        this.chunks.push(chunk.slice());
        controller.enqueue(chunk.slice());
      },
    };
    const outbound = new TransformStream(transformer, undefined, { highWaterMark: 1000 });
    this.#pdus = new PduStream(outbound.readable, { maxPduBytes: 0 }).getReader();
    this.#pdus.closed.catch(() => {});
    this.transport = {
      readable: inbound.readable,
      writable: outbound.writable,
      facts: {},
      close: () => {
        this.#isClosed = true;
        this.hangUp();
        end();
      },
    };
  }

  /** Whether the other side has closed the connection. */
  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** The next PDU; `end` when there is none. */
  async next(): Promise<Received | { kind: "end" }> {
    const { done, value } = await this.#pdus.read();
    if (done) return { kind: "end" };
    this.received.push(value);
    return value;
  }

  /** Receives until a PDU of that kind comes. */
  async until(kind: Kind): Promise<Received | { kind: "end" }> {
    for (;;) {
      const pdu = await this.next();
      if (pdu.kind === kind) return pdu;
      if (pdu.kind === "end") throw new Error(`Expected ${kind}`);
    }
  }

  /** Sends bytes or a PDU. */
  async send(what: Uint8Array | SendablePdu): Promise<void> {
    const bytes = what instanceof Uint8Array ? what : encodePdu(what);
    await this.#toUs.write(bytes).catch(() => {});
  }

  /** Sends nothing more. */
  hangUp(): void {
    this.#toUs.close().catch(() => {});
  }

  /** Receives a request and accepts everything in it. */
  async accept(changes: Partial<AssociateAc["userInformation"]> = {}): Promise<AssociateRq> {
    const request = await this.next();
    if (request.kind !== "associate-rq") throw new Error(`Expected a request, not ${request.kind}`);
    await this.send(acceptance(request, changes));
    return request;
  }

  /** Receives a whole message: its command, and how many bytes its data set has. */
  async message(): Promise<{ command: Command; dataSet: Uint8Array }> {
    const parts: Record<"command" | "dataSet", number[]> = { command: [], dataSet: [] };
    for (;;) {
      const pdu = await this.next();
      if (pdu.kind !== "p-data-tf") throw new Error(`Expected data, not ${pdu.kind}`);
      for (const { isCommand, isLast, data } of pdu.pdvs) {
        for (const byte of data) parts[isCommand ? "command" : "dataSet"].push(byte);
        if (isCommand || !isLast) continue;
        const command = decodeCommand(Uint8Array.from(parts.command));
        return { command, dataSet: Uint8Array.from(parts.dataSet) };
      }
    }
  }

  /** Answers a request. */
  async respond(messageId: number, changes: Partial<Command> = {}): Promise<void> {
    await this.send({ kind: "p-data-tf", pdvs: [responsePdv(messageId, changes)] });
  }
}

/** An answer that accepts every context with its first transfer syntax. */
export function acceptance(
  request: AssociateRq,
  changes: Partial<AssociateAc["userInformation"]> = {},
): AssociateAc {
  return {
    ...request,
    kind: "associate-ac",
    presentationContexts: request.presentationContexts.map(({ id, transferSyntaxes: [transferSyntax] }) => ({
      id,
      result: 0,
      transferSyntax,
    })),
    userInformation: {
      maxPduBytes: 16384,
      roleSelections: [],
      extendedNegotiations: [],
      unknown: [],
      ...changes,
    },
  };
}

/** A C-STORE-RSP in one fragment. */
export function responsePdv(messageId: number, changes: Partial<Command> = {}): Pdv {
  const data = encodeCommand({
    commandField: 0x8001,
    messageIdBeingRespondedTo: messageId,
    hasDataSet: false,
    status: 0,
    ...changes,
  });
  return { contextId: 1, isCommand: true, isLast: true, data };
}
