/**
 * The library: stores DICOM files at a Storage SCP.
 *
 * {@linkcode store} is all that most programs need. {@linkcode Association} is for those that decide step by step.
 * Nothing here writes to the terminal, reads the environment or ends the process; what happens is told by events.
 * Needed permissions are `--allow-net` and `--allow-read`.
 *
 * @example Send files and count what was stored
 * ```ts
 * import { Receiver } from "../scripts/receiver/receiver.ts";
 *
 * await using receiver = await Receiver.start(); // in the place of a PACS
 * let stored = 0;
 * const files = ["testdata/dicom/ct_implicit.dcm", "testdata/dicom/mr_explicit.dcm"];
 * for await (const { outcome } of store({ host: "127.0.0.1", port: receiver.port, files })) {
 *   if (outcome.kind === "stored") stored++;
 * }
 * console.assert(stored === 2);
 * ```
 *
 * @example Decide between two files
 * ```ts
 * import { Receiver } from "../scripts/receiver/receiver.ts";
 *
 * await using receiver = await Receiver.start(); // in the place of a PACS
 * await using association = await Association.request({ host: "127.0.0.1", port: receiver.port });
 * const first = await association.store("testdata/dicom/ct_implicit.dcm");
 * if (first.kind === "stored") await association.store("testdata/dicom/mr_explicit.dcm");
 * await association.release();
 * ```
 *
 * @example Hear what happens, and know why there is no association
 * ```ts
 * try {
 *   const port = 1; // nobody listens there
 *   const peer = { host: "127.0.0.1", port };
 *   for await (const _ of store({ ...peer, files: ["testdata/dicom"], onEvent: ({ kind }) => console.log(kind) }));
 * } catch (error) {
 *   if (!(error instanceof StoreError)) throw error;
 *   console.log(error.message, error.condition?.code);
 * }
 * ```
 *
 * @module
 */
export { type FileOutcome, store } from "./app/library/store.ts";
export { Association, type AssociationOptions } from "./app/library/association.ts";
export type { PeerOptions, StoreOptions, TlsChoice } from "./app/library/options.ts";
export { StoreError } from "./app/library/store_error.ts";

export type * from "./cli/settings.ts";
export type * from "./console/events.ts";
export type * from "./storage/outcome.ts";
export type { AcceptedContext } from "./storage/choose.ts";
export type { ExtendedNegotiation, Proposal, ProposedContext, ProposedRole } from "./storage/contexts.ts";
export type { ReceivedMessage } from "./storage/association.ts";
export type { Edit, EditOutcome } from "./dataset/edit.ts";
export type { Command, StatusDetail } from "./dimse/command.ts";
export type { InventedValue, Invention } from "./input/invent.ts";
export type { TransferSyntax } from "./dictionary/transfer_syntaxes.ts";
export type { Vr } from "./dictionary/vr.ts";
export type { Tag } from "./dictionary/data_dictionary.ts";
export type {
  AnsweredPresentationContext,
  AssociateAc,
  AssociatePdu,
  AssociateRq,
  AsyncOperations,
  RequestedPresentationContext,
  RoleSelection,
  SopClassExtendedNegotiation,
  UnknownItem,
  UserIdentity,
  UserInformation,
} from "./ul/pdu.ts";
export { type Condition, DicomError } from "./base/errors.ts";
