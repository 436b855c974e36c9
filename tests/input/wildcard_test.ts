import { assert, assertEquals } from "@std/assert";
import { wildcard } from "../../lib/input/wildcard.ts";

const cases: [pattern: string, yes: string[], no: string[]][] = [
  ["", ["", "a", ".hidden"], []],
  ["*", ["", "a", ".hidden"], []],
  ["*.dcm", [".dcm", "a.dcm", "a.dcm.dcm"], ["a.DCM", "a.dcm.done", "dcm"]],
  ["?.dcm", ["a.dcm", "..dcm"], [".dcm", "ab.dcm", "\u00e9.dcm"]],
  ["??.dcm", ["\u00e9.dcm"], ["a.dcm"]],
  ["a*b*c", ["abc", "aXbXbYc"], ["ab", "acb"]],
  ["[abc]", ["a", "c"], ["d", "ab"]],
  ["[!abc]", ["d"], ["a"]],
  ["[^abc]", ["d"], ["a"]],
  ["[a-c]x", ["ax", "cx"], ["dx"]],
  ["[]a]", ["]", "a"], ["b"]],
  ["[a-]", ["a", "-"], ["b"]],
  ["[-a]", ["a", "-"], ["b"]],
  ["[a", ["[a"], ["a"]],
  ["[[:digit:]]*", ["1a"], ["a1"]],
  ["[[:upper:]x]", ["A", "x"], ["a"]],
  ["[[:nonsense:]]", [], ["a", "n"]],
  ["a/b", [], ["ab", "b"]],
  ["[/]", [], ["/"]],
  ["\\*", ["*"], ["a", "\\*"]],
  ["a\\", [], ["a", "a\\"]],
  ["[\\]]", ["]"], ["\\"]],
];

for (const [pattern, yes, no] of cases) {
  Deno.test({
    name: `pattern "${pattern}"`,
    permissions: "none",
    fn: () => {
      const test = wildcard(pattern);
      assertEquals(yes.filter((name) => !test(name)), []);
      assertEquals(no.filter((name) => test(name)), []);
    },
  });
}

/** The C library's own fnmatch, where it can be loaded. */
function loadFnmatch() {
  try {
    return Deno.dlopen("libc.so.6", { fnmatch: { parameters: ["buffer", "buffer", "i32"], result: "i32" } });
  } catch {
    return undefined;
  }
}

const zeroEnded = (text: string) => new TextEncoder().encode(text + "\0");
const pieces = ["a", "b", "c", "-", ".", "]", "*", "?", "[a-c]", "[!b]", "[^a]", "\\a", "[[:alpha:]]", "x"];

function random(count: number, letters: string[]): string {
  return Array.from({ length: count }, () => letters[Math.floor(Math.random() * letters.length)]).join("");
}

const library = loadFnmatch();
Deno.test({
  name: "random patterns match as the C library's fnmatch does",
  ignore: library === undefined,
  fn: () => {
    if (!library) return;
    let matched = 0;
    for (let round = 0; round < 20000; round++) {
      const pattern = random(1 + round % 5, pieces);
      const name = random(1 + round % 4, ["a", "b", "c", "-", ".", "]", "x"]);
      const expected = library.symbols.fnmatch(zeroEnded(pattern), zeroEnded(name), 1) === 0;
      assertEquals(wildcard(pattern)(name), expected, `"${pattern}" "${name}"`);
      if (expected) matched++;
    }
    assert(matched > 500, `only ${matched} names matched`);
  },
});
