import { assertEquals } from "@std/assert";
import { Conversion, type ConversionNotice } from "../../lib/dataset/conversion.ts";
import { CookedSource } from "../../lib/dataset/cooked_source.ts";
import { type TokenCursor, TokenKind } from "../../lib/dataset/tokens.ts";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { vr } from "../../lib/dictionary/vr.ts";

const pure = { permissions: "none" } as const;
const twoGiB = 0x80000000;

interface Scripted {
  kind: TokenKind;
  tag?: number;
  vr?: number;
  length?: number;
}

/** Tokens out of a list; values are all sevens and take no memory. */
class ScriptedCursor implements TokenCursor {
  tag = 0;
  vr = 0;
  length = 0;
  readonly bigEndian = false;
  readonly offset = 0;
  readonly window = new Uint8Array(0);
  readonly valueAt = -1;
  readonly #script: Scripted[];

  constructor(script: Scripted[]) {
    this.#script = [...script];
  }

  next(): TokenKind {
    const token = this.#script.shift() ?? { kind: TokenKind.end };
    this.tag = token.tag ?? 0;
    this.vr = token.vr ?? 0;
    this.length = token.length ?? 0;
    return token.kind;
  }

  copyValue(target: Uint8Array): void {
    target.fill(7);
  }

  seek(): void {
    throw new Error("Expected everything in order");
  }
}

function open(script: Scripted[]): { source: CookedSource; notices: ConversionNotice[] } {
  const notices: ConversionNotice[] = [];
  const syntax = explicitVrLittleEndian;
  const notice = (told: ConversionNotice) => void notices.push(told);
  const conversion = new Conversion({ source: syntax, target: syntax, newVrs: "as they are", notice });
  const tokens = { open: () => new ScriptedCursor(script), close: () => {} };
  return { source: new CookedSource(tokens, conversion), notices };
}

function firstBytes(source: CookedSource, count: number): string {
  const view = new Uint8Array(count);
  source.fill(view);
  return view.toHex();
}

const OB = vr("OB");
const halves = [0x00420011, 0x00420012].map((tag) => ({
  kind: TokenKind.element,
  tag,
  vr: OB,
  length: twoGiB,
}));

Deno.test(
  "an item too long for its length ends with a delimiter, and so does the sequence around it",
  pure,
  () => {
    const { source, notices } = open([
      { kind: TokenKind.sequence, tag: 0x0040a043, vr: vr("SQ") },
      { kind: TokenKind.item },
      ...halves,
      { kind: TokenKind.itemEnd },
      { kind: TokenKind.sequenceEnd },
    ]);
    const content = 2 * (12 + twoGiB);
    assertEquals(source.totalBytes, 12 + 8 + content + 8 + 8);
    assertEquals(notices.map(({ kind }) => kind), ["item too long", "sequence too long"]);
    assertEquals(firstBytes(source, 20), "400043a053510000ffffffff" + "feff00e0ffffffff");
  },
);

Deno.test("a group too long for its length loses the length", pure, () => {
  const groupLength = { kind: TokenKind.element, tag: 0x00420000, vr: vr("UL"), length: 4 };
  const { source } = open([groupLength, ...halves]);
  assertEquals(source.totalBytes, 2 * (12 + twoGiB));
  assertEquals(firstBytes(source, 13), "420011004f42000000000080" + "07");
});
