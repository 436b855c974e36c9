/**
 * PEM: DER in letters, between lines that say what it is (RFC 7468), with the headers of older encrypted keys
 * (RFC 1421).
 *
 * @module
 */
import { DerError } from "./der.ts";

/** One block. */
export interface PemBlock {
  /** For example `CERTIFICATE`. */
  readonly label: string;
  /** Headers by name; only keys in the old encrypted format have some. */
  readonly headers: ReadonlyMap<string, string>;
  readonly bytes: Uint8Array;
}

const block = /^-----BEGIN ([^\r\n]+)-----[ \t]*\r?\n([\s\S]*?)^-----END \1-----[ \t]*\r?$/gm;

/** Finds the blocks of a text; what is around them is for people. */
export function parsePem(text: string): PemBlock[] {
  return [...text.matchAll(block)].map(([, label, body]) => parseBlock(label, body));
}

function parseBlock(label: string, body: string): PemBlock {
  const headers = new Map<string, string>();
  let letters = body;
  if (body.includes(":")) {
    const end = /\r?\n\r?\n/.exec(body);
    if (!end) throw new DerError(`Headers of ${label} do not end`);
    for (const line of body.slice(0, end.index).split(/\r?\n/)) {
      const [, name, value] = /^([^:]+):\s*(.*)$/.exec(line) ?? [];
      if (name === undefined) throw new DerError(`Header of ${label} is not understood: ${line}`);
      headers.set(name, value);
    }
    letters = body.slice(end.index);
  }
  return { label, headers, bytes: decodeBase64(letters, label) };
}

function decodeBase64(letters: string, label: string): Uint8Array {
  try {
    return Uint8Array.from(atob(letters.replace(/\s/g, "")), (letter) => letter.charCodeAt(0));
  } catch (cause) {
    throw new DerError(`${label} is not in base64`, { cause });
  }
}
