/** Reading data sets that lie in memory through a window, with reads as short as a test wants them. */
import { ByteWindow, type RandomAccess } from "../../lib/dataset/byte_window.ts";
import { encodingOf, type ReaderOptions, TokenReader } from "../../lib/dataset/token_reader.ts";
import { type TokenCursor, TokenKind } from "../../lib/dataset/tokens.ts";
import type { TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";
import { type Vr, vrName, vrTraits } from "../../lib/dictionary/vr.ts";
import { dictionary } from "./cook.ts";

/** How to read. */
export interface ReadInMemory extends Partial<Omit<ReaderOptions, "encoding">> {
  syntax: TransferSyntax;
  windowBytes?: number;
  /** The most bytes that one read gives, given the number of the read. */
  readBytes?: (read: number) => number;
  /** Whether the size is known from the beginning. */
  knowsSize?: boolean;
}

/** Bytes that are read piece by piece. */
export function piecewise(
  bytes: Uint8Array,
  { readBytes = () => Infinity, knowsSize = true }: Partial<ReadInMemory>,
): RandomAccess {
  let reads = 0;
  let size = knowsSize ? bytes.length : undefined;
  return {
    get sizeBytes() {
      return size;
    },
    readAt(target, position) {
      const part = bytes.subarray(position, position + Math.min(target.length, readBytes(reads++)));
      target.set(part);
      if (part.length === 0) size = bytes.length;
      return part.length;
    },
  };
}

/** A reader over bytes in memory. */
export function readerOver(bytes: Uint8Array, options: ReadInMemory): TokenReader {
  const window = new ByteWindow(piecewise(bytes, options), {
    memory: new Uint8Array(options.windowBytes ?? 65536),
  });
  return new TokenReader(window, {
    dictionary,
    file: "x.dcm",
    ...options,
    encoding: encodingOf(options.syntax),
  });
}

/** Every token as a line. */
export function listTokens(cursor: TokenCursor): string[] {
  const lines: string[] = [];
  for (let kind = cursor.next(); kind !== TokenKind.end; kind = cursor.next()) lines.push(line(kind, cursor));
  return lines;
}

function line(kind: TokenKind, cursor: TokenCursor): string {
  const { offset, tag, length } = cursor;
  switch (kind) {
    case TokenKind.element:
      return [kind, offset, tag, vrName(cursor.vr), length, cursor.bigEndian, valueOf(cursor)].join(" ");
    case TokenKind.fragment:
      return [kind, offset, length, valueOf(cursor)].join(" ");
    case TokenKind.sequence:
    case TokenKind.fragments:
      return [kind, offset, tag, vrName(cursor.vr), length].join(" ");
    case TokenKind.item:
      return [kind, offset, length].join(" ");
    default:
      return `${kind} ${offset}`;
  }
}

function valueOf(cursor: TokenCursor): string {
  const value = new Uint8Array(cursor.length);
  cursor.copyValue(value, 0);
  const { window, valueAt } = cursor;
  if (
    valueAt >= 0 && window.subarray(valueAt, valueAt + cursor.length).some((byte, at) => byte !== value[at])
  ) {
    throw new Error(`Window and value differ at ${cursor.offset}`);
  }
  return value.toHex();
}

/** What a data set means, whatever way it is encoded: its elements, without padding and lengths. */
export function listElements(cursor: TokenCursor): string[] {
  const lines: string[] = [];
  for (let kind = cursor.next(); kind !== TokenKind.end; kind = cursor.next()) {
    const hasValue = kind === TokenKind.element || kind === TokenKind.fragment;
    const isGroupLength = kind === TokenKind.element && (cursor.tag & 0xffff) === 0;
    const value = hasValue && !isGroupLength ? meaningOf(valueOf(cursor), cursor.vr) : "";
    const isNamed = kind === TokenKind.element || kind === TokenKind.sequence;
    lines.push(isNamed ? `${kind} ${cursor.tag} ${vrName(cursor.vr)} ${value}` : `${kind} ${value}`);
  }
  return lines;
}

function meaningOf(hex: string, vr: Vr): string {
  const { string, padding } = vrTraits(vr);
  if (!string) return hex;
  return hex.replace(padding === 0 ? /(00)+$/ : /(20)+$/, "");
}
