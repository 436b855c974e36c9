/**
 * File name patterns as DCMTK matches them: fnmatch(3) with FNM_PATHNAME in the C locale, so byte by byte.
 *
 * `*` and `?` also match a dot at the beginning. A slash in a pattern matches nothing, since names have none.
 *
 * @module
 */

type ByteTest = (byte: number) => boolean;

/** One piece of a pattern: a test of one byte, or a star. */
type Piece = ByteTest | "star";

const byteOf = (character: string) => character.charCodeAt(0);
const slash = byteOf("/");

const never: ByteTest = () => false;
const any: ByteTest = (byte) => byte !== slash;
const equal = (wanted: number): ByteTest => (byte) => byte === wanted;

/** Compiles a pattern into a test of file names. The empty pattern matches every name. */
export function wildcard(pattern: string): (name: string) => boolean {
  if (pattern === "") return () => true;
  const pieces = compile(pattern);
  const encoder = new TextEncoder();
  return (name) => matches(pieces, encoder.encode(name));
}

/** A star first matches nothing; when the rest fails the last star takes one byte more. */
function matches(pieces: readonly Piece[], name: Uint8Array): boolean {
  let at = 0;
  let piece = 0;
  let star = -1;
  let starEnd = 0;
  while (at < name.length) {
    const test = pieces[piece];
    if (test === "star") {
      star = piece++;
      starEnd = at;
    } else if (test?.(name[at])) {
      at++;
      piece++;
    } else if (star >= 0) {
      piece = star + 1;
      at = ++starEnd;
    } else {
      return false;
    }
  }
  while (pieces[piece] === "star") piece++;
  return piece === pieces.length;
}

function compile(pattern: string): Piece[] {
  // One character for each byte, so that bytes can be written down as characters
  const bytes = String.fromCharCode(...new TextEncoder().encode(pattern));
  const pieces: Piece[] = [];
  for (let at = 0; at < bytes.length;) {
    const bracket = bytes[at] === "[" ? parseBracket(bytes, at + 1) : undefined;
    if (bracket) {
      pieces.push(bracket.test);
      at = bracket.end;
    } else if (bytes[at] === "\\") {
      pieces.push(at + 1 < bytes.length ? equal(byteOf(bytes[at + 1])) : never);
      at += 2;
    } else {
      pieces.push(simplePiece(bytes[at]));
      at++;
    }
  }
  return pieces;
}

function simplePiece(character: string): Piece {
  if (character === "*") return "star";
  return character === "?" ? any : equal(byteOf(character));
}

interface Bracket {
  test: ByteTest;
  end: number;
}

/** Parses what follows `[`; `undefined` where the bracket is never closed and so stands for itself. */
function parseBracket(bytes: string, from: number): Bracket | undefined {
  const negated = bytes[from] === "!" || bytes[from] === "^";
  const tests: ByteTest[] = [];
  const first = negated ? from + 1 : from;
  for (let at = first; at < bytes.length;) {
    if (bytes[at] === "]" && at > first) {
      const hit: ByteTest = (byte) => tests.some((test) => test(byte));
      return { test: negated ? (byte) => any(byte) && !hit(byte) : hit, end: at + 1 };
    }
    if (bytes[at] === "/") return { test: never, end: bytes.length };
    const part = parseClass(bytes, at) ?? parseRange(bytes, at);
    tests.push(part.test);
    at = part.end;
  }
  return undefined;
}

/** `[:name:]`, `[=c=]` or `[.c.]`. */
function parseClass(bytes: string, at: number): Bracket | undefined {
  const found = /^\[:([a-z]+):\]|^\[=([^])=\]|^\[\.([^])\.\](?!-)/.exec(bytes.slice(at));
  if (!found) return undefined;
  const [all, name, equivalent, collating] = found;
  const end = at + all.length;
  if (name === undefined) return { test: equal(byteOf(equivalent ?? collating)), end };
  const members = classes.get(name);
  return { test: (byte) => members?.test(String.fromCharCode(byte)) ?? false, end };
}

/** A byte, or a range of bytes; each may be escaped by a backslash. */
function parseRange(bytes: string, at: number): Bracket {
  const [low, next] = escaped(bytes, at);
  if (bytes[next] !== "-" || next + 1 >= bytes.length || bytes[next + 1] === "]") {
    return { test: equal(low), end: next };
  }
  const [high, end] = escaped(bytes, next + 1);
  return { test: (byte) => byte >= low && byte <= high, end };
}

function escaped(bytes: string, at: number): [byte: number, end: number] {
  const isEscaped = bytes[at] === "\\" && at + 1 < bytes.length;
  const position = isEscaped ? at + 1 : at;
  return [byteOf(bytes[position]), position + 1];
}

/** Character classes of the C locale. */
const classes: ReadonlyMap<string, RegExp> = new Map([
  ["alpha", /[A-Za-z]/],
  ["digit", /[0-9]/],
  ["alnum", /[A-Za-z0-9]/],
  ["upper", /[A-Z]/],
  ["lower", /[a-z]/],
  ["xdigit", /[0-9A-Fa-f]/],
  ["space", /[\t-\r ]/],
  ["blank", /[\t ]/],
  ["punct", /[!-/:-@[-`{-~]/],
  ["graph", /[!-~]/],
  ["print", /[ -~]/],
  ["cntrl", /[\0-\x1f\x7f]/],
]);
