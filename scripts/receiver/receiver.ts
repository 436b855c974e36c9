/**
 * A Storage SCP for the demo, the benchmarks and the tests: accepts everything, notes everything, and misbehaves
 * on request.
 *
 * @module
 */
import type { Behaviour } from "./behaviour.ts";
import { Conversation } from "./conversation.ts";
import type { Received, ReceivedAssociation, ReceivedObject } from "./received.ts";
import { Listener } from "./wire.ts";

/** A receiver that runs in this process. Leaving its scope cuts all connections. */
export class Receiver implements AsyncDisposable {
  /** What was received; filled while it runs. */
  readonly received: Received = {
    associations: [],
    objects: [],
    startedObjects: 0,
    completeObjects: 0,
    partialObjects: 0,
    bytes: 0,
  };
  readonly #conversations = new Set<Promise<void>>();
  readonly #failures: unknown[] = [];
  #listener: Listener | undefined;

  private constructor() {}

  /** Starts to listen. */
  static async start(behaviour: Behaviour = {}): Promise<Receiver> {
    const receiver = new Receiver();
    receiver.#listener = await Listener.open((wire) => {
      const conversation = new Conversation(wire, { behaviour, received: receiver.received }).run();
      receiver.#conversations.add(conversation);
      conversation.catch((error) => receiver.#failures.push(error))
        .finally(() => receiver.#conversations.delete(conversation));
    }, { port: behaviour.port });
    return receiver;
  }

  /** Where it listens. */
  get port(): number {
    return this.#listener?.port ?? 0;
  }

  /** Every association, in the order of their requests. */
  get associations(): readonly ReceivedAssociation[] {
    return this.received.associations;
  }

  /** Every object, complete or not, in the order of their requests. */
  get objects(): readonly ReceivedObject[] {
    return this.received.objects;
  }

  /** Everything in which a sender broke the Standard, of all associations. */
  get problems(): string[] {
    return this.associations.flatMap(({ problems }) => problems);
  }

  /** Waits until all connections of now have ended. */
  async idle(): Promise<void> {
    while (this.#conversations.size > 0) await Promise.allSettled(this.#conversations);
    if (this.#failures.length > 0) throw new AggregateError(this.#failures, "The receiver itself has failed");
  }

  /** Cuts all connections and stops listening. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listener?.close();
    await this.idle();
  }
}
