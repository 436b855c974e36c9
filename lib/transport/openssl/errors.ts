/**
 * OpenSSL's error queue, told as DCMTK tells it.
 *
 * @module
 */
import { type Condition, DicomError } from "../../base/errors.ts";
import { conditions, tlsCondition, withText } from "../../dictionary/conditions.ts";
import type { TlsLog } from "../tls.ts";
import type { OpensslLibrary } from "./library.ts";
import { type Handle, textOf } from "./symbols.ts";

/** Results of SSL_get_error. */
export const sslErrors = { none: 0, ssl: 1, wantRead: 2, wantWrite: 3, syscall: 5, zeroReturn: 6 } as const;

/** An entry of the error queue. */
export interface QueuedError {
  readonly code: number;
  /** What went wrong, where OpenSSL has words for it. */
  readonly reason: string | undefined;
  /** The reason's number, where the TLS library itself complains. */
  readonly tlsReason?: number;
}

const tlsLibrary = 20;

/** Takes the earliest error from the queue; `undefined` where there is none. */
export function takeError({ crypto, version }: OpensslLibrary): QueuedError | undefined {
  const code = Number(crypto.ERR_get_error() & 0xffffffffn);
  if (code === 0) return undefined;
  const reason = textOf(crypto, crypto.ERR_reason_error_string(BigInt(code)));
  return { code, reason, tlsReason: tlsReasonOf(code, version) };
}

/** How a code is made has changed with OpenSSL 3.0; since then its highest bit marks an error of the system. */
function tlsReasonOf(code: number, version: string): number | undefined {
  if (version.startsWith("OpenSSL 1.")) return code >>> 24 === tlsLibrary ? code & 0xfff : undefined;
  if (code >= 0x8000_0000) return undefined;
  return ((code >>> 23) & 0xff) === tlsLibrary ? code & 0x7fffff : undefined;
}

/** Tells an error of the queue on DCMTK's error line. */
export function logError(error: QueuedError | undefined, log: TlsLog): void {
  if (error) log({ severity: "error", text: lineOf(error) });
}

function lineOf({ code, reason = "OpenSSL error", tlsReason }: QueuedError): string {
  return tlsReason === undefined ? `OpenSSL error ${hex(code)}: ${reason}` : `TLS error: ${reason}`;
}

const hex = (code: number) => code.toString(16).padStart(8, "0");

/** The condition that DCMTK makes of an error. */
export function conditionOf({ code, reason, tlsReason }: QueuedError): Condition {
  if (tlsReason !== undefined) return tlsCondition(tlsReason, reason ?? "OpenSSL error");
  const text = `OpenSSL error ${hex(code)}: ${reason ?? "unknown error"}`;
  return withText(conditions.DCMTLS_EC_GenericOpenSSLError, text);
}

/** Why an operation on a connection has failed. Asked right after that operation. */
export function connectionError(
  library: OpensslLibrary,
  { ssl, result }: { ssl: Handle; result: number },
): DicomError {
  const kind = library.ssl.SSL_get_error(ssl, result);
  if (kind === sslErrors.zeroReturn) return new DicomError(conditions.DCMTLS_EC_TLSConnectionClosedByPeer);
  if (kind === sslErrors.wantRead) return new DicomError(conditions.DCMTLS_EC_TLSReadOperationDidNotComplete);
  if (kind === sslErrors.wantWrite) {
    return new DicomError(conditions.DCMTLS_EC_TLSWriteOperationDidNotComplete);
  }
  const error = takeError(library);
  if (error) return new DicomError(conditionOf(error));
  if (kind === sslErrors.syscall) return new DicomError(conditions.DCMTLS_EC_OpenSSLIOError);
  return new DicomError(conditions.DCMTLS_EC_OtherSSLError);
}
