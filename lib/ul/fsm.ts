/**
 * The state machine of the upper layer (PS3.8, Section 9.2), as the table that it is.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";

/** Sta1 to Sta13 (PS3.8, Tables 9-1 to 9-5). */
export type State = 1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13;

/** Events by their number in Table 9-10. */
export const events = {
  associateRequest: 1,
  transportConfirmed: 2,
  associateAcPdu: 3,
  associateRjPdu: 4,
  transportIndication: 5,
  associateRqPdu: 6,
  associateAccept: 7,
  associateReject: 8,
  dataRequest: 9,
  dataPdu: 10,
  releaseRequest: 11,
  releaseRqPdu: 12,
  releaseRpPdu: 13,
  releaseResponse: 14,
  abortRequest: 15,
  abortPdu: 16,
  transportClosed: 17,
  artimExpired: 18,
  invalidPdu: 19,
} as const;

/** The number of an event. */
export type Event = (typeof events)[keyof typeof events];

/** Actions (PS3.8, Tables 9-6 to 9-9). */
export type Action =
  | `AE-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`
  | `DT-${1 | 2}`
  | `AR-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10}`
  | `AA-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8}`;

/**
 * State transition table (PS3.8, Table 9-10): a row per event, a column per state, in each cell the action and the
 * next state. Of two next states the first is the requestor's, and that of an acceptable request.
 */
// deno-fmt-ignore
const table = [
  // Sta1   Sta2      Sta3     Sta4    Sta5     Sta6     Sta7       Sta8     Sta9     Sta10     Sta11    Sta12    Sta13
  "AE-1/4   -         -        -       -        -        -          -        -        -         -        -        -",
  "-        -         -        AE-2/5  -        -        -          -        -        -         -        -        -",
  "-        AA-1/13   AA-8/13  -       AE-3/6   AA-8/13  AA-8/13    AA-8/13  AA-8/13  AA-8/13   AA-8/13  AA-8/13  AA-6/13",
  "-        AA-1/13   AA-8/13  -       AE-4/1   AA-8/13  AA-8/13    AA-8/13  AA-8/13  AA-8/13   AA-8/13  AA-8/13  AA-6/13",
  "AE-5/2   -         -        -       -        -        -          -        -        -         -        -        -",
  "-        AE-6/3|13 AA-8/13  -       AA-8/13  AA-8/13  AA-8/13    AA-8/13  AA-8/13  AA-8/13   AA-8/13  AA-8/13  AA-7/13",
  "-        -         AE-7/6   -       -        -        -          -        -        -         -        -        -",
  "-        -         AE-8/13  -       -        -        -          -        -        -         -        -        -",
  "-        -         -        -       -        DT-1/6   -          AR-7/8   -        -         -        -        -",
  "-        AA-1/13   AA-8/13  -       AA-8/13  DT-2/6   AR-6/7     AA-8/13  AA-8/13  AA-8/13   AA-8/13  AA-8/13  AA-6/13",
  "-        -         -        -       -        AR-1/7   -          -        -        -         -        -        -",
  "-        AA-1/13   AA-8/13  -       AA-8/13  AR-2/8   AR-8/9|10  AA-8/13  AA-8/13  AA-8/13   AA-8/13  AA-8/13  AA-6/13",
  "-        AA-1/13   AA-8/13  -       AA-8/13  AA-8/13  AR-3/1     AA-8/13  AA-8/13  AR-10/12  AR-3/1   AA-8/13  AA-6/13",
  "-        -         -        -       -        -        -          AR-4/13  AR-9/11  -         -        AR-4/13  -",
  "-        -         AA-1/13  AA-2/1  AA-1/13  AA-1/13  AA-1/13    AA-1/13  AA-1/13  AA-1/13   AA-1/13  AA-1/13  -",
  "-        AA-2/1    AA-3/1   -       AA-3/1   AA-3/1   AA-3/1     AA-3/1   AA-3/1   AA-3/1    AA-3/1   AA-3/1   AA-2/1",
  "-        AA-5/1    AA-4/1   AA-4/1  AA-4/1   AA-4/1   AA-4/1     AA-4/1   AA-4/1   AA-4/1    AA-4/1   AA-4/1   AR-5/1",
  "-        AA-2/1    -        -       -        -        -          -        -        -         -        -        AA-2/1",
  "-        AA-1/13   AA-8/13  -       AA-8/13  AA-8/13  AA-8/13    AA-8/13  AA-8/13  AA-8/13   AA-8/13  AA-8/13  AA-7/13",
];

/** What a cell of the table says. */
export interface Transition {
  readonly action: Action;
  readonly next: State;
}

/** What is done when an event happens in a state; `undefined` where nothing is defined. */
export function transition(
  event: Event,
  { state, isRequestor = true }: { state: State; isRequestor?: boolean },
): Transition | undefined {
  const key = event * 16 + state;
  let cell = cells.get(key);
  if (!cell) cells.set(key, cell = cellOf(table[event - 1].split(/ +/)[state - 1]));
  return isRequestor ? cell.requestor : cell.acceptor;
}

interface Cell {
  readonly requestor?: Transition;
  readonly acceptor?: Transition;
}

/** Cells that were needed, by event and state. */
const cells = new Map<number, Cell>();

function cellOf(text: string): Cell {
  if (text === "-") return {};
  const [action, states] = text.split("/") as [Action, string];
  const [requestor, acceptor = requestor] = states.split("|").map((next) => Number(next) as State);
  return { requestor: { action, next: requestor }, acceptor: { action, next: acceptor } };
}

/** The state machine of an association's requestor. */
export class StateMachine {
  #state: State = 1;

  /** Where it is. */
  get state(): State {
    return this.#state;
  }

  /** Goes to the next state and gives back the action; an event nothing is defined for throws a `DicomError`. */
  take(event: Event): Action {
    const found = transition(event, { state: this.#state });
    if (!found) throw noAction(event, this.#state);
    this.#state = found.next;
    return found.action;
  }
}

/** DCMTK counts states and events from 0, and in an order of its own for the first. */
function noAction(event: Event, state: State): DicomError {
  const text = `DUL Finite State Machine Error: No action defined, state ${state} event ${event - 1}`;
  return new DicomError(networkCondition("DULC_FSMERROR", text));
}
