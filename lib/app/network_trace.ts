/**
 * What DCMTK says of network and messages at level trace: loaded where somebody reads that.
 *
 * @module
 */
import { dumpCommand } from "../console/command_dump.ts";
import type { DimseTrace } from "../dimse/dispatcher.ts";
import type { ProtocolTrace } from "../ul/association_types.ts";
import { type Action, type Event, events, type State } from "../ul/fsm.ts";
import type { NetworkLog } from "../ul/log.ts";
import { DataTrace, traceAnswer, traceTransition } from "../ul/trace.ts";

/** The trace of one association. */
export class NetworkTrace implements ProtocolTrace, DimseTrace {
  readonly #log: NetworkLog;
  readonly #data = new DataTrace();

  /** Takes where it goes. */
  constructor(log: NetworkLog) {
    this.#log = log;
  }

  #trace(...lines: string[]): void {
    for (const line of lines) this.#log("trace", () => line);
  }

  /** {@inheritDoc ProtocolTrace.connecting} */
  connecting(): void {
    this.#trace(traceTransition(events.associateRequest, { state: 1, action: "AE-1" }));
  }

  /** {@inheritDoc ProtocolTrace.transition} */
  transition(event: Event, cell: { readonly state: State; readonly action: Action }): void {
    // These are told when a connection is made, and for every fragment
    const isTold = event === events.associateRequest || event === events.dataRequest;
    if (!isTold) this.#trace(traceTransition(event, cell));
  }

  /** {@inheritDoc ProtocolTrace.accepted} */
  accepted(pdu: Uint8Array): void {
    this.#trace(...traceAnswer(pdu));
  }

  /** {@inheritDoc ProtocolTrace.data} */
  data(run: Uint8Array): void {
    this.#trace(...this.#data.lines(run));
  }

  /** {@inheritDoc DimseTrace.sending} */
  sending(command: Uint8Array, contextId: number): void {
    const dump = dumpCommand(command, { isSent: true });
    this.#trace(
      `DIMSE Command to be sent on Presentation Context ID: ${contextId}`,
      `DIMSE Command to send:\n${dump}`,
    );
  }

  /** {@inheritDoc DimseTrace.receiving} */
  receiving(): void {
    this.#trace("DIMSE receiveCommand");
  }

  /** {@inheritDoc DimseTrace.received} */
  received(command: Uint8Array, { contextId, fragments }: { contextId: number; fragments: number }): void {
    const dump = dumpCommand(command, { isSent: false });
    this.#trace(
      `DIMSE receiveCommand: ${fragments} PDVs (${command.length} bytes), PresID=${contextId}`,
      `DIMSE Command Received:\n${dump}`,
    );
  }
}
