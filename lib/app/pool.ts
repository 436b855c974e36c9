/**
 * Several associations that send what one work list holds.
 *
 * @module
 */
import { Alarm } from "../base/deadline.ts";
import type { AppEvent, Emit } from "../console/events.ts";
import type { GrantedAssociation } from "./associate.ts";
import type { Ending } from "./exit_code.ts";

/** What a pool works with. */
export interface PoolOptions {
  readonly first: GrantedAssociation;
  /** How many associations there are to be at most, the first included. */
  readonly size: number;
  /**
   * Requests a further association; `undefined` when there is none to be had, which has been told. The signal gives up
   * what is not needed any more.
   */
  readonly request: (emit: Emit, needless: AbortSignal) => Promise<GrantedAssociation | undefined>;
  /** Sends over an association for as long as there is something to send, and ends it. */
  readonly send: (association: GrantedAssociation, emit: Emit) => Promise<Ending>;
  readonly emit: Emit;
}

/** How long a peer may still take to answer a request when nothing is left to be sent: it may only be slow. */
const maxNeedlessMs = 2000;

/** Sends over all associations, and says how it ended: as the first one that did not end well. */
export async function sendOverMany({ first, size, ...options }: PoolOptions): Promise<Ending> {
  const { send, emit } = options;
  const failures: Ending[] = [];
  const needless = new AbortController();
  using alarm = new Alarm();
  let senders = 0;
  const join = async (association: GrantedAssociation | undefined, emit: Emit): Promise<void> => {
    if (!association) return;
    senders++;
    const ending = await send(association, emit);
    // The last one leaves no work behind
    if (--senders === 0) alarm.start(maxNeedlessMs, () => needless.abort("needless"));
    if (ending.kind !== "finished" || ending.haltedBy) failures.push(ending);
  };
  const further = Array.from({ length: size - 1 }, async () => {
    const emitInOnePiece = inOnePiece(emit);
    await join(await options.request(emitInOnePiece, needless.signal), emitInOnePiece);
  });
  await Promise.all([join(first, inOnePiece(emit)), ...further]);
  return failures.at(0) ?? { kind: "finished" };
}

const maxHeldEvents = 256;

/**
 * Holds back what is told of an object until its fate is known, so that lines about several objects do not mix. With
 * operations always outstanding it lets go from time to time.
 */
export function inOnePiece(emit: Emit): Emit {
  let outstanding = 0;
  let held: AppEvent[] = [];
  return (event) => {
    held.push(event);
    if (event.kind === "sending file") outstanding++;
    if (event.kind === "file settled") outstanding--;
    if (outstanding > 0 && held.length < maxHeldEvents) return;
    const told = held;
    held = [];
    for (const event of told) emit(event);
  };
}
