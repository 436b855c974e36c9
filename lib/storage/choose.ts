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
  accepted: readonly AcceptedContext[],
  { sopClassUid, transferSyntax, preferDeflated }: ChoiceOptions,
): AcceptedContext | undefined {
  const wanted = preferDeflated && !transferSyntax.encapsulated
    ? deflatedExplicitVrLittleEndian
    : transferSyntax;
  const candidates = accepted.filter(({ abstractSyntax }) => abstractSyntax === sopClassUid);
  const first = (...uids: string[]) => candidates.find((context) => uids.includes(context.transferSyntax));
  return first(wanted.uid) ??
    first(explicitVrLittleEndian.uid, explicitVrBigEndian.uid) ??
    first(implicitVrLittleEndian.uid) ??
    candidates.at(0);
}

/** What a SOP class without a context is called: by its modality, else its name. */
export function describeSopClass(sopClassUid: string): string {
  return modalityOf(sopClassUid) ?? nameOfUid(sopClassUid) ?? "unknown SOP class";
}
