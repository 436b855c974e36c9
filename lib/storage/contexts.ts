/**
 * What to propose (PS3.8, Section 9.3.2.2): presentation contexts in DCMTK's order, with its ids.
 *
 * @module
 */
import { DicomError } from "../base/errors.ts";
import { conditions } from "../dictionary/conditions.ts";
import {
  deflatedExplicitVrLittleEndian,
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
} from "../dictionary/transfer_syntaxes.ts";

/** The roles proposed for a SOP class (PS3.7, Annex D.3.3.4); `default` sends no role selection item. */
export type ProposedRole = "default" | "scu" | "scp" | "both";

/** A presentation context as it is proposed. */
export interface ProposedContext {
  /** Odd, 1 to 255. */
  readonly id: number;
  /** The SOP class. */
  readonly abstractSyntax: string;
  /** Transfer syntaxes, in the order proposed. */
  readonly transferSyntaxes: readonly string[];
  /** The role of the requestor. */
  readonly role: ProposedRole;
}

/** Service-class application information for a SOP class (PS3.7, Annex D.3.3.5). */
export interface ExtendedNegotiation {
  /** The SOP class it is about. */
  readonly sopClassUid: string;
  /** The information, which only that SOP class can explain. */
  readonly data: Uint8Array;
}

/** Everything that is proposed for an association. */
export interface Proposal {
  /** Presentation contexts, ids ascending. */
  readonly contexts: readonly ProposedContext[];
  /** Extended negotiation, in the order of the profile. */
  readonly extendedNegotiation: readonly ExtendedNegotiation[];
}

/** How the contexts for a list of SOP classes are made. */
export interface ContextOptions {
  /** UID of the preferred transfer syntax; absent to prefer explicit VR little endian. */
  readonly preferredTransferSyntax?: string;
  /** All transfer syntaxes in one context instead of the preferred one and the others apart. */
  readonly combine: boolean;
}

/** More SOP classes than the 128 ids of one association have room for. */
export class TooManyContextsError extends DicomError {
  /** Its name in stack traces. */
  override readonly name = "TooManyContextsError";

  /** Makes the error. */
  constructor() {
    super(conditions.ASC_BADPRESENTATIONCONTEXTID, { message: "Too many presentation contexts" });
  }
}

const lastId = 255;

/** Data that a peer without the preferred transfer syntax may still take, unless it is a video. */
const fallbacks = [explicitVrLittleEndian.uid, explicitVrBigEndian.uid, implicitVrLittleEndian.uid];

/** Transfer syntaxes that are proposed alone: every peer has the first, and nobody here decodes the others. */
const proposedAlone = new Set([
  implicitVrLittleEndian.uid,
  ...["100", "101", "102", "103", "104", "105", "106", "107", "108"].map((n) => `1.2.840.10008.1.2.4.${n}`),
]);

/** The contexts for SOP classes, each once, in their order. */
export function proposeStorage(sopClassUids: Iterable<string>, options: ContextOptions): Proposal {
  const lists = transferSyntaxLists(options);
  const contexts: ProposedContext[] = [];
  for (const abstractSyntax of new Set(sopClassUids)) {
    for (const transferSyntaxes of lists) {
      const id = 2 * contexts.length + 1;
      if (id > lastId) throw new TooManyContextsError();
      contexts.push({ id, abstractSyntax, transferSyntaxes, role: "default" });
    }
  }
  return { contexts, extendedNegotiation: [] };
}

/** One list of transfer syntaxes for each context that a SOP class gets. */
function transferSyntaxLists({ preferredTransferSyntax, combine }: ContextOptions): string[][] {
  const preferred = preferredTransferSyntax ?? explicitVrLittleEndian.uid;
  const others = proposedAlone.has(preferred) ? [] : fallbacks.filter((uid) => uid !== preferred);
  if (combine) return [[preferred, ...others]];
  return others.length > 0 ? [[preferred], others] : [[preferred]];
}

/** Whether uncompressed data goes to a context for deflated data first: `--propose-deflated` asks for it. */
export function prefersDeflated(options: { readonly preferredTransferSyntax?: string }): boolean {
  return options.preferredTransferSyntax === deflatedExplicitVrLittleEndian.uid;
}

/** Whether data sets in implicit VR will most likely be sent in explicit VR, deflated or not. */
export function foreseesExplicit(options: {
  readonly preferredTransferSyntax?: string;
  readonly combine: boolean;
}): boolean {
  const { preferredTransferSyntax: preferred, combine } = options;
  return prefersDeflated(options) ||
    (combine && (preferred === undefined || preferred === explicitVrLittleEndian.uid));
}
