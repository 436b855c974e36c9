/** How a receiver behaves, well or badly. */
import type { Command } from "../../lib/dimse/command.ts";
import type { AssociateRq, AsyncOperations, RequestedPresentationContext } from "../../lib/ul/pdu.ts";
import type { Keep } from "./objects.ts";

/** What a receiver answers to a presentation context: the transfer syntax, or the reason of a refusal. */
export type ContextAnswer = string | { readonly refused: number };

/** The points of a conversation where a receiver may misbehave. */
export type Point =
  | { readonly at: "connect" }
  | { readonly at: "associate"; readonly request: AssociateRq }
  /** A C-STORE-RQ is there, its data set is not. */
  | { readonly at: "command"; readonly object: number; readonly command: Command; readonly contextId: number }
  /** So many bytes of a data set are there, but not the last. */
  | {
    readonly at: "data";
    readonly object: number;
    readonly command: Command;
    readonly contextId: number;
    readonly bytes: number;
  }
  /** An object is complete, and a response is due. */
  | {
    readonly at: "response";
    readonly object: number;
    readonly command: Command;
    readonly contextId: number;
  }
  | { readonly at: "release" };

/** What to do instead of what is right. */
export type Misbehaviour =
  | "close"
  | "reset"
  /** Reads on and says nothing more. */
  | "stall"
  /** Reads nothing more and says nothing more. */
  | "deaf"
  /** Sends these bytes as they are: in place of the answer that is due, or out of turn where none is. */
  | { readonly send: Uint8Array; readonly then?: "close" | "reset" | "stall" };

/** How answers are cut into writes. */
export type Pace = "whole" | "trickle" | { readonly splitAt: number };

/** How a receiver behaves. Without any option it accepts everything and keeps nothing. */
export interface Behaviour {
  /** 0 (the default) for a free port. */
  readonly port?: number;
  /** What becomes of data sets; they are discarded by default. */
  readonly keep?: Keep;
  /** Answers a presentation context; the first transfer syntax proposed is accepted by default. */
  readonly answerContext?: (context: RequestedPresentationContext) => ContextAnswer;
  /** Maximum length of PDUs to announce: 16384 by default, 0 for no limit. */
  readonly maxPduBytes?: number;
  /** Asynchronous operations window to answer where one is proposed. */
  readonly asyncOperations?: AsyncOperations;
  /** Server response to a user identity that asks for one. */
  readonly userIdentityResponse?: Uint8Array;
  /** How long a response is held back; with an asynchronous window others go on meanwhile. */
  readonly delayMs?: number | ((object: number) => number);
  /** What is different in the response to the object of this number: its status, or anything else. */
  readonly response?: (object: number, command: Command) => Partial<Command>;
  readonly pace?: Pace;
  readonly misbehave?: (point: Point) => Misbehaviour | undefined;
  /** Forgets what has happened, as a receiver of 100,000 objects must; the counts remain. */
  readonly forget?: boolean;
}
