/** A peer in memory that gives its answers, whatever they are, one after each thing that asks for one. */
import type { Transport } from "../../lib/transport/transport.ts";

const pduType = { associateRq: 1, pDataTf: 4, releaseRq: 5, abort: 7 };

/** Gives one answer after another; when nothing is asked any more although an answer has come it closes. */
export class FuzzPeer {
  readonly transport: Transport;
  /** How many answers behind the first one have been given. */
  answered = 0;
  readonly #answers: Uint8Array[];
  readonly #turn: () => Promise<unknown>;
  #controller!: ReadableStreamDefaultController<Uint8Array>;
  #isClosed = false;
  #questions = 0;
  /** The last bytes that were written, as much of them as a header is. */
  #isInside = false;

  /** @param turn lets everything happen that does not wait for time or for us */
  constructor(answers: readonly Uint8Array[], turn: () => Promise<unknown>) {
    this.#answers = [...answers];
    this.#turn = turn;
    const readable = new ReadableStream<Uint8Array>({
      start: (controller) => void (this.#controller = controller),
      cancel: () => void (this.#isClosed = true),
    });
    const writable = new WritableStream<Uint8Array>({ write: (bytes) => this.#hear(bytes) });
    this.transport = { readable, writable, facts: {}, close: () => this.close() };
  }

  /** Ends the connection. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#controller.close();
  }

  #hear(bytes: Uint8Array): void {
    const type = this.#isInside ? pduType.pDataTf : bytes[0];
    // The beginning of a PDU, sent ahead
    this.#isInside = bytes.length === 1;
    if (this.#isInside) return;
    if (type === pduType.abort) return this.close();
    if (this.#isClosed) return;
    this.#questions++;
    const answer = this.#answers.shift();
    if (this.#questions > 1) this.answered++;
    if (answer === undefined) return this.close();
    if (answer.length > 0) this.#controller.enqueue(answer);
    void this.#closeUnlessAsked(this.#questions);
  }

  async #closeUnlessAsked(questions: number): Promise<void> {
    await this.#turn();
    await this.#turn();
    if (this.#questions === questions) this.close();
  }
}
