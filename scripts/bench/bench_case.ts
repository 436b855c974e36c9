/** What a case of the benchmark consists of. */
import type { MakeData } from "./data.ts";
import type { Sender } from "./peers.ts";
import type { ReceiverKind } from "./receivers.ts";

/** Several senders with the same work. */
export interface BenchCase {
  readonly name: string;
  readonly title: string;
  readonly senders: readonly Sender[];
  /** Absent where nothing is sent. */
  readonly sending?: Sending;
  /** Left out by `--quick`. */
  readonly slow?: boolean;
}

/** What is sent, and to whom. */
export interface Sending {
  readonly receiver: ReceiverKind;
  readonly data: MakeData;
  /** The sender has to look for the files. */
  readonly scan?: boolean;
  /** How often each file is sent; once where nothing is said. */
  readonly repeat?: number;
}
