/**
 * What happens, as typed facts. The core tells them; log lines, progress and reports are listeners.
 *
 * @module
 */
import type { Condition } from "../base/errors.ts";
import type { TransferSyntax } from "../dictionary/transfer_syntaxes.ts";
import type { EditOutcome } from "../dataset/edit.ts";
import type { Command } from "../dimse/command.ts";
import type { Invention } from "../input/invent.ts";
import type { ReceivedMessage } from "../storage/association.ts";
import type { StoreOutcome } from "../storage/outcome.ts";
import type { AssociateAc, AssociateRq } from "../ul/pdu.ts";

/** Everything that can be told. */
export type AppEvent = InputEvent | NegotiationEvent | StoreEvent | EndEvent | LogEvent;

/** Tells an event to whoever listens. */
export type Emit = (event: AppEvent) => void;

/** Severity of a {@linkcode LogEvent}. */
export type Severity = "trace" | "debug" | "info" | "warn" | "error" | "fatal";

/** A line of a shelf that has a logger of its own, such as the warnings of the data set reader. */
export interface LogEvent {
  /** A line of a log. */
  readonly kind: "log";
  /** The logger's name, for example `dcmtk.dcmdata`. */
  readonly logger: string;
  /** How bad it is. */
  readonly severity: Severity;
  /** The text as DCMTK prints it, or a way to make it where that costs something. */
  readonly text: string | (() => string);
}

/** Finding and checking the files. */
export type InputEvent =
  | { readonly kind: "scanning" }
  | { readonly kind: "folder ignored"; readonly path: string }
  /** A folder that contains itself through a link was not entered again; DCMTK walks on until a path is too long. */
  | { readonly kind: "folder cycle"; readonly path: string }
  /** How many files the command line stands for, before any of them is looked at. */
  | { readonly kind: "files found"; readonly files: number }
  | { readonly kind: "no input files" }
  | { readonly kind: "checking files" }
  | FileRejected;

/** A file that is left out before anything is sent, or because of which nothing is sent at all. */
export interface FileRejected {
  /** A file is left out. */
  readonly kind: "file rejected";
  /** The file. */
  readonly path: string;
  /** Why. */
  readonly reason: "cannot access" | "missing SOP class" | "unknown SOP class";
  /** The class that is unknown. */
  readonly sopClassUid?: string;
  /** Whether the program ends because of it. */
  readonly fatal: boolean;
}

/** Agreeing with the peer. */
export type NegotiationEvent =
  | { readonly kind: "profile file failed"; readonly text: string }
  | {
    readonly kind: "identity file";
    readonly problem: "cannot open" | "too long" | "empty";
    readonly reason?: string;
  }
  | { readonly kind: "too many contexts" }
  /** Something DCMTK reports by its condition alone. */
  | { readonly kind: "setup failed"; readonly condition: Condition }
  | { readonly kind: "requesting association" }
  /** What is about to be requested, before the connection is made. */
  | { readonly kind: "association parameters"; readonly request: AssociateRq }
  /** What was agreed on; `transport` describes the connection, in lines (one of plain TCP, many of TLS). */
  | {
    readonly kind: "association negotiated";
    readonly request: AssociateRq;
    readonly answer: AssociateAc;
    readonly transport: readonly string[];
  }
  | { readonly kind: "association rejected"; readonly rejection: Rejection }
  /** `details` says more than DCMTK does. */
  | { readonly kind: "association failed"; readonly condition: Condition; readonly details?: string }
  | { readonly kind: "no accepted contexts" }
  /** A further association was not to be had; the work goes on with fewer. */
  | { readonly kind: "association missing"; readonly failure: AppEvent | undefined }
  /** A further association was given up that had not come about when everything was sent. */
  | { readonly kind: "association not needed" }
  /** An association has ended between two objects; others go on with the work. */
  | { readonly kind: "association lost"; readonly condition: Condition }
  | { readonly kind: "identity response missing" }
  | { readonly kind: "association accepted"; readonly maxSendPdvBytes: number };

/** An A-ASSOCIATE-RJ as it was received (PS3.8, Section 9.3.4). */
export interface Rejection {
  /** Result: for good, or for now. */
  readonly result: number;
  /** Who rejects. */
  readonly source: number;
  /** Why; its meaning depends on the source. */
  readonly reason: number;
}

/** Storing one file. */
export type StoreEvent =
  | { readonly kind: "sending file"; readonly path: string }
  | { readonly kind: "bad file"; readonly path: string; readonly error: Error }
  | { readonly kind: "inventing"; readonly invention: Invention }
  | { readonly kind: "not invented"; readonly outcome: EditOutcome }
  | { readonly kind: "no SOP class or instance"; readonly path: string }
  | { readonly kind: "no context"; readonly sopClassUid: string }
  /** `to` is absent where the peer has accepted a transfer syntax that nobody here knows. */
  | { readonly kind: "converting"; readonly from: TransferSyntax; readonly to: TransferSyntax | undefined }
  | { readonly kind: "store request"; readonly messageId: number; readonly sopClassUid: string }
  | { readonly kind: "not convertible"; readonly from: TransferSyntax; readonly to: TransferSyntax }
  | { readonly kind: "bad SOP instance UID" }
  | { readonly kind: "command sent"; readonly command: Command }
  | { readonly kind: "command received"; readonly contextId: number; readonly command: Command }
  /** The request is what will be sent, whether it is fit for that or not. */
  | { readonly kind: "object begins"; readonly request: Command }
  | { readonly kind: "object progresses"; readonly pdus: number }
  | { readonly kind: "object ends" }
  | FileRenamed
  /** `message` is the response as it was received, for dumps. */
  | { readonly kind: "store response"; readonly status: number; readonly message?: ReceivedMessage }
  | { readonly kind: "store failed"; readonly path: string; readonly condition: Condition }
  | FileSettled;

/** The fate of one attempt to send one file: told exactly once, after everything else about it. */
export interface FileSettled {
  /** The fate of a file. */
  readonly kind: "file settled";
  /** The file. */
  readonly path: string;
  /** Which of the passes of `--repeat` it was, from 0. */
  readonly pass: number;
  /** What became of it. */
  readonly outcome: StoreOutcome;
}

/** A file got, or did not get, the name that tells its fate. */
export interface FileRenamed {
  /** A file is renamed. */
  readonly kind: "renamed";
  /** The name before. */
  readonly from: string;
  /** The name that was to be. */
  readonly to: string;
  /** Why it still has the old name. */
  readonly error?: Error;
}

/** The end of an association. */
export type EndEvent =
  | { readonly kind: "releasing" }
  | { readonly kind: "release failed"; readonly condition: Condition }
  | { readonly kind: "aborting" }
  | { readonly kind: "abort failed"; readonly condition: Condition }
  | { readonly kind: "peer requested release" }
  | { readonly kind: "peer aborted" }
  | { readonly kind: "sending ended"; readonly condition: Condition }
  /** The user or the system wants the program to end. */
  | { readonly kind: "interrupted"; readonly signal: string };
