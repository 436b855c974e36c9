/**
 * The peer's certificates, and whether they are good.
 *
 * @module
 */
import type { TLSSocket } from "node:tls";
import { DerError } from "../x509/der.ts";
import { type Certificate, parseCertificate } from "../x509/certificate.ts";
import { checkHost } from "../x509/host_name.ts";
import type { Refusal } from "../x509/verdict.ts";
import { verifyChain } from "../x509/verify_chain.ts";
import { certificateLimit, verifyFailed } from "./errors.ts";
import { pemOf } from "./identity.ts";
import { spareKey } from "./spare_key.ts";
import type { Trust } from "./trust.ts";

/** Refusals of what we do not understand. OpenSSL may, and then decides for itself. */
const beyondUs: readonly Refusal[] = ["nameConstraints", "unspecified"];

/** What verification needs. */
export interface PeerVerification extends Trust {
  readonly crlCheck: "none" | "leaf" | "all";
  /** The host that the certificate has to name; absent where any name will do, as with DCMTK. */
  readonly host?: string;
}

/** The certificates that the peer has sent, its own first. */
export function certificatesOf(socket: TLSSocket): readonly Uint8Array[] {
  const chain: Uint8Array[] = [];
  const seen = new Set<unknown>();
  for (
    let next = socket.getPeerCertificate(true);
    next?.raw && !seen.has(next);
    next = next.issuerCertificate
  ) {
    seen.add(next);
    chain.push(Uint8Array.from(next.raw));
  }
  return chain;
}

/** Verifies; throws DCMTK's condition, with a sentence that says why. */
export async function verifyPeer(
  encoded: readonly Uint8Array[],
  { trusted, revocationLists, crlCheck, host }: PeerVerification,
): Promise<void> {
  const [leaf, ...intermediates] = encoded.map(parsed);
  if (!leaf) throw verifyFailed("The peer has sent no certificate");
  const verdict = await verifyChain({
    leaf,
    intermediates,
    trusted,
    revocationLists,
    revocationCheck: crlCheck,
    now: Date.now(),
  });
  if (!verdict.ok) {
    throw beyondUs.includes(verdict.refusal)
      ? certificateLimit(verdict.reason)
      : verifyFailed(verdict.reason);
  }
  if (host !== undefined && !checkHost(leaf, host)) throw verifyFailed(`certificate does not name ${host}`);
  await requireUsable(leaf);
}

function parsed(encoded: Uint8Array): Certificate {
  try {
    return parseCertificate(encoded);
  } catch (error) {
    if (error instanceof DerError) throw verifyFailed(`certificate cannot be read: ${error.message}`);
    throw error;
  }
}

/**
 * This engine takes only certificates that the runtime itself understands in full; X.509 version 1, for example, is
 * not among them. To be told so, the runtime is offered the certificate with a key that is not its own: it must find
 * nothing else to complain about.
 */
async function requireUsable({ version, encoded }: Certificate): Promise<void> {
  if (version !== 3) throw certificateLimit("X.509 v1 certificates are refused with this engine");
  const key = await spareKey();
  try {
    Deno.createHttpClient({ cert: pemOf(encoded), key }).close();
  } catch (error) {
    if (error instanceof Error && /KeyMismatch/.test(error.message)) return;
    throw certificateLimit(`certificate of this kind is refused with this engine: ${String(error)}`);
  }
  throw certificateLimit("certificate is refused with this engine");
}
