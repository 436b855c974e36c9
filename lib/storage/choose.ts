/**
 * Which accepted presentation context an instance goes to: DCMTK's `ASC_findAcceptedPresentationContextID`.
 *
 * @module
 */
import { modalityOf } from "../dictionary/sop_classes.ts";
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
} from "../dictionary/transfer_syntaxes.ts";
import { nameOfUid } from "../dictionary/uids.ts";

/** A presentation context that the peer has accepted. */
export interface AcceptedContext {
  /** Its id. */
  readonly id: number;
  /** The SOP class. */
  readonly abstractSyntax: string;
  /** The transfer syntax the peer chose. */
  readonly transferSyntax: string;
}

/** The contexts of each SOP class, in the order of their ids. */
export type ContextsBySopClass = ReadonlyMap<string, readonly AcceptedContext[]>;

/** Contexts as {@linkcode chooseContext} looks them up. */
export function bySopClass(contexts: readonly AcceptedContext[]): ContextsBySopClass {
  const lists = new Map<string, AcceptedContext[]>();
  for (const context of contexts) {
    const list = lists.get(context.abstractSyntax);
    if (list) list.push(context);
    else lists.set(context.abstractSyntax, [context]);
  }
  return lists;
}

/** What is to be sent. */
export interface ChoiceOptions {
  /** SOP class of the instance. */
  readonly sopClassUid: string;
  /** The transfer syntax it has in the file. */
  readonly transferSyntax: TransferSyntax;
  /** Data that is not encapsulated is deflated where that was accepted. */
  readonly preferDeflated: boolean;
}

/**
 * The context to use; `undefined` where none was accepted for the SOP class. A context of another transfer syntax
 * is chosen also when the data cannot be converted to it: that is found out when it is opened.
 */
export function chooseContext(
  accepted: ContextsBySopClass,
  { sopClassUid, transferSyntax, preferDeflated }: ChoiceOptions,
): AcceptedContext | undefined {
  const wanted = preferDeflated && !transferSyntax.encapsulated
    ? deflatedExplicitVrLittleEndian
    : transferSyntax;
  const candidates = accepted.get(sopClassUid) ?? [];
  for (const context of candidates) if (context.transferSyntax === wanted.uid) return context;
  const first = (...uids: string[]) => candidates.find((context) => uids.includes(context.transferSyntax));
  return first(explicitVrLittleEndian.uid, explicitVrBigEndian.uid) ??
    first(implicitVrLittleEndian.uid) ??
    candidates.at(0);
}

/** What a SOP class without a context is called: by its modality, else its name. */
export function describeSopClass(sopClassUid: string): string {
  return modalityOf(sopClassUid) ?? nameOfUid(sopClassUid) ?? "unknown SOP class";
}
