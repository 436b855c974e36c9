/**
 * What verifying a chain of certificates ends in, in OpenSSL's numbers and words.
 *
 * @module
 */
import type { Certificate } from "./certificate.ts";

/** Why a chain is refused: OpenSSL's error numbers (`X509_V_ERR_...`) and texts. */
export const refusals = {
  unspecified: [1, "unspecified certificate verification error"],
  noIssuer: [2, "unable to get issuer certificate"],
  noRevocationList: [3, "unable to get certificate CRL"],
  badIssuerKey: [6, "unable to decode issuer public key"],
  badSignature: [7, "certificate signature failure"],
  badListSignature: [8, "CRL signature failure"],
  notYetValid: [9, "certificate is not yet valid"],
  expired: [10, "certificate has expired"],
  listNotYetValid: [11, "CRL is not yet valid"],
  listExpired: [12, "CRL has expired"],
  badNotBefore: [13, "format error in certificate's notBefore field"],
  badNotAfter: [14, "format error in certificate's notAfter field"],
  badLastUpdate: [15, "format error in CRL's lastUpdate field"],
  badNextUpdate: [16, "format error in CRL's nextUpdate field"],
  selfSignedPeer: [18, "self-signed certificate"],
  selfSignedInChain: [19, "self-signed certificate in certificate chain"],
  noLocalIssuer: [20, "unable to get local issuer certificate"],
  chainTooLong: [22, "certificate chain too long"],
  revoked: [23, "certificate revoked"],
  pathLength: [25, "path length constraint exceeded"],
  wrongPurpose: [26, "unsuitable certificate purpose"],
  keyUsageNoCertSign: [32, "key usage does not include certificate signing"],
  noListIssuer: [33, "unable to get CRL issuer certificate"],
  unknownCritical: [34, "unhandled critical extension"],
  keyUsageNoListSign: [35, "key usage does not include CRL signing"],
  unknownCriticalInList: [36, "unhandled critical CRL extension"],
  proxy: [40, "proxy certificates not allowed, please set the appropriate flag"],
  listScope: [44, "different CRL scope"],
  nameConstraints: [51, "unsupported name constraint type"],
  hostName: [62, "hostname mismatch"],
  ipAddress: [64, "IP address mismatch"],
  noAuthority: [79, "invalid CA certificate"],
} as const satisfies Record<string, readonly [number, string]>;

/** The name of a reason. */
export type Refusal = keyof typeof refusals;

/** A chain was refused. */
export interface Refused {
  readonly ok: false;
  readonly refusal: Refusal;
  /** OpenSSL's error number. */
  readonly errorCode: number;
  /** Where in the chain: 0 is the peer's own certificate. */
  readonly depth: number;
  /** A sentence for people. */
  readonly reason: string;
}

/** A chain was accepted. */
export interface Accepted {
  readonly ok: true;
  /** The peer's certificate first, the trusted root last. */
  readonly chain: readonly Certificate[];
}

/** The end of verification. */
export type Verdict = Accepted | Refused;

/** A refusal on its way to whoever asked. */
export class Refuse extends Error {
  /** Its name in stack traces. */
  override readonly name = "Refuse";
  /** What happened. */
  readonly refused: Refused;

  /** @param refusal why; `details` may say more than OpenSSL does */
  constructor(refusal: Refusal, { depth, certificate, details }: {
    depth: number;
    certificate?: Certificate;
    details?: string;
  }) {
    const [errorCode, text] = refusals[refusal];
    const subject = certificate ? ` for "${certificate.subject.text}"` : "";
    const reason = `${text}${subject} at depth ${depth}${details ? ` (${details})` : ""}`;
    super(reason);
    this.refused = { ok: false, refusal, errorCode, depth, reason };
  }
}
