/**
 * What goes wrong in a handshake, told as DCMTK tells it.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";
import { conditions, tlsCondition } from "../../dictionary/conditions.ts";
import { TlsEngineLimitError } from "../tls.ts";

/** OpenSSL's reason for an alert is this plus the alert's number. */
const alertReasons = 1000;

/** Alerts (RFC 8446, Section 6) by the runtime's names: number, and OpenSSL's text. */
const alerts: Readonly<Record<string, readonly [number: number, text: string]>> = {
  CloseNotify: [0, "OpenSSL error"],
  UnexpectedMessage: [10, "sslv3 alert unexpected message"],
  BadRecordMac: [20, "sslv3 alert bad record mac"],
  BadRecordMAC: [20, "sslv3 alert bad record mac"],
  DecryptionFailed: [21, "tlsv1 alert decryption failed"],
  RecordOverflow: [22, "tlsv1 alert record overflow"],
  DecompressionFailure: [30, "sslv3 alert decompression failure"],
  HandshakeFailure: [40, "sslv3 alert handshake failure"],
  NoCertificate: [41, "sslv3 alert no certificate"],
  BadCertificate: [42, "sslv3 alert bad certificate"],
  UnsupportedCertificate: [43, "sslv3 alert unsupported certificate"],
  CertificateRevoked: [44, "sslv3 alert certificate revoked"],
  CertificateExpired: [45, "sslv3 alert certificate expired"],
  CertificateUnknown: [46, "sslv3 alert certificate unknown"],
  IllegalParameter: [47, "sslv3 alert illegal parameter"],
  UnknownCA: [48, "tlsv1 alert unknown ca"],
  UnknownCa: [48, "tlsv1 alert unknown ca"],
  AccessDenied: [49, "tlsv1 alert access denied"],
  DecodeError: [50, "tlsv1 alert decode error"],
  DecryptError: [51, "tlsv1 alert decrypt error"],
  ExportRestriction: [60, "tlsv1 alert export restriction"],
  ProtocolVersion: [70, "tlsv1 alert protocol version"],
  InsufficientSecurity: [71, "tlsv1 alert insufficient security"],
  InternalError: [80, "tlsv1 alert internal error"],
  InappropriateFallback: [86, "tlsv1 alert inappropriate fallback"],
  UserCanceled: [90, "tlsv1 alert user cancelled"],
  UserCancelled: [90, "tlsv1 alert user cancelled"],
  NoRenegotiation: [100, "tlsv1 alert no renegotiation"],
  MissingExtension: [109, "tlsv13 alert missing extension"],
  UnsupportedExtension: [110, "tlsv1 unsupported extension"],
  CertificateUnobtainable: [111, "tlsv1 certificate unobtainable"],
  UnrecognizedName: [112, "tlsv1 unrecognized name"],
  UnrecognisedName: [112, "tlsv1 unrecognized name"],
  BadCertificateStatusResponse: [113, "tlsv1 bad certificate status response"],
  BadCertificateHashValue: [114, "tlsv1 bad certificate hash value"],
  UnknownPskIdentity: [115, "tlsv1 alert unknown psk identity"],
  UnknownPSKIdentity: [115, "tlsv1 alert unknown psk identity"],
  CertificateRequired: [116, "tlsv13 alert certificate required"],
  NoApplicationProtocol: [120, "tlsv1 alert no application protocol"],
};

/** With these a peer says that it found nothing in common, which may be due to how little this engine offers. */
const nothingInCommon = ["HandshakeFailure", "ProtocolVersion", "InsufficientSecurity"];

/** Why a handshake has failed. */
export function handshakeError(cause: Error): DicomError {
  const { message } = cause;
  const name = /received fatal alert: (?:the )?(\w+)/i.exec(message)?.[1];
  const alert = name === undefined ? undefined : alerts[name];
  if (name !== undefined && alert) {
    const condition = tlsCondition(alertReasons + alert[0], alert[1]);
    return nothingInCommon.includes(name)
      ? new TlsEngineLimitError(condition, { cause, message: `${condition.text} (engine rustls)` })
      : new DicomError(condition, { cause });
  }
  return localError(cause);
}

/** Reasons of OpenSSL's TLS library for what this side has found. */
const reasons = {
  badSignature: [123, "bad signature"],
  wrongVersion: [267, "wrong version number"],
  unsupportedProtocol: [258, "unsupported protocol"],
  unexpectedEnd: [294, "unexpected eof while reading"],
} as const;

function localError(cause: Error): DicomError {
  const { message } = cause;
  const because = ([reason, text]: readonly [number, string]) =>
    new DicomError(tlsCondition(reason, text), { cause, message: `${text}: ${message}` });
  if (/BadSignature/.test(message)) return because(reasons.badSignature);
  // as many certificates as OpenSSL takes may be more than the runtime does
  if (/HandshakePayloadTooLarge/.test(message)) return certificateLimit(message);
  if (/InvalidContentType|InvalidMessage|corrupt message|wrong version/i.test(message)) {
    return because(reasons.wrongVersion);
  }
  if (/certificate/i.test(message)) {
    return certificateLimit(`handshake with this certificate has failed with this engine: ${message}`);
  }
  if (/incompatible/i.test(message)) {
    const [reason, text] = reasons.unsupportedProtocol;
    return new TlsEngineLimitError(tlsCondition(reason, text), {
      cause,
      message: `${message} (engine rustls)`,
    });
  }
  return new DicomError(conditions.DCMTLS_EC_OpenSSLIOError, { cause });
}

/** The peer has hung up before hands were shaken. */
export function unexpectedEnd(cause?: Error): DicomError {
  const [reason, text] = reasons.unexpectedEnd;
  return new DicomError(tlsCondition(reason, text), { cause });
}

/** The peer's certificate was refused; DCMTK says no more than that. */
export function verifyFailed(reason: string): DicomError {
  const message = `Certificate of the peer was not accepted: ${reason}`;
  return new DicomError(tlsCondition(134, "certificate verify failed"), { message });
}

/** This engine does not take such a certificate, be it good or not. */
export function certificateLimit(reason: string): TlsEngineLimitError {
  const message = `Certificate of the peer was not accepted: ${reason}`;
  return new TlsEngineLimitError(tlsCondition(134, "certificate verify failed"), { message });
}
