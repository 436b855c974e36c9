/**
 * Whether a certificate names a host (RFC 6125).
 *
 * @module
 */
import type { Certificate } from "./certificate.ts";

/**
 * Whether a certificate is for a host, given by name or by address. Only where no alternative name says anything about
 * host names, the common name counts, as it does with OpenSSL.
 */
export function checkHost(certificate: Certificate, host: string): boolean {
  const { subjectAltNames = [], subject } = certificate;
  const address = addressBytes(host);
  if (address) {
    return subjectAltNames.some(({ kind, value }) =>
      kind === "ip" && value.length === address.length &&
      value.every((byte, index) => byte === address[index])
    );
  }
  const names = subjectAltNames.filter(({ kind }) => kind === "dns");
  const patterns = names.length > 0
    ? names.map(({ value }) => String.fromCharCode(...value))
    : subject.commonNames;
  return patterns.some((pattern) => matches(pattern.toLowerCase(), host.toLowerCase()));
}

/** A star stands for the whole first label, and at least two more have to follow. */
function matches(pattern: string, host: string): boolean {
  if (!pattern.startsWith("*.")) return pattern === host && pattern !== "";
  const rest = pattern.slice(1);
  const label = host.slice(0, -rest.length);
  return host.endsWith(rest) && /^[a-z0-9-]+$/.test(label) && rest.split(".").length > 2;
}

function addressBytes(host: string): number[] | undefined {
  if (/^\d+\.\d+\.\d+\.\d+$/.test(host)) {
    const bytes = host.split(".").map(Number);
    return bytes.every((byte) => byte < 256) ? bytes : undefined;
  }
  return host.includes(":") ? ipv6Bytes(host) : undefined;
}

function ipv6Bytes(host: string): number[] | undefined {
  const address = URL.parse(`http://[${host}]/`)?.hostname.slice(1, -1);
  if (address === undefined) return undefined;
  const [head, tail] = address.split("::").map((part) => part === "" ? [] : part.split(":"));
  const missing = tail === undefined ? 0 : 8 - head.length - tail.length;
  const groups = [...head, ...new Array(missing).fill("0"), ...(tail ?? [])].map((it) =>
    Number.parseInt(it, 16)
  );
  return groups.flatMap((group) => [group >> 8, group & 0xff]);
}
