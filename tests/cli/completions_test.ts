import { assert, assertEquals } from "@std/assert";
import { completionsFor } from "../../lib/cli/completions/completions.ts";
import { shells } from "../../lib/cli/options/extra.ts";
import { options } from "../../lib/cli/options/table.ts";
import { peerTest, program } from "../support/peers.ts";

Deno.test("completions know every option", { permissions: "none" }, () => {
  for (const shell of shells) {
    const script = completionsFor(shell).replaceAll("\\=", "=");
    for (const { long, short = long } of options) {
      for (const name of [long, short]) {
        const bare = name.replace(/^--?/, "");
        assert(script.includes(shell === "fish" ? bare : name), `${shell} does not know ${name}`);
      }
    }
  }
});

/** Words before the cursor, the last one unfinished, and what may become of it. */
const cases: [string[], string[]][] = [
  [["--ver"], ["--verbose", "--verbose-pc", "--verify-hostname", "--version"]],
  [["+s"], ["+sd", "+sp"]],
  [["-ae"], ["-aec", "-aet"]],
  [["-ll", "w"], ["warn"]],
  [["--completions", ""], ["bash", "fish", "zsh"]],
];

async function complete(shell: string, given: { script: string; args: string[] }): Promise<string[]> {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, completionsFor(given.script));
    const args = given.args.map((argument) => argument.replaceAll("{script}", path));
    const { code, stdout, stderr } = await new Deno.Command(shell, { args, stdin: "null" }).output();
    assertEquals([code, new TextDecoder().decode(stderr)], [0, ""]);
    return new TextDecoder().decode(stdout).split("\n").filter((line) => line).map((line) =>
      line.split("\t")[0]
    );
  } finally {
    await Deno.remove(path);
  }
}

peerTest("bash completes options and their values", {
  needs: { bash: program("bash") },
  fn: async ({ bash }) => {
    for (const [words, expected] of cases) {
      const call = 'source "{script}"; COMP_WORDS=(storescu "$@"); COMP_CWORD=$#; _storescu; ' +
        'printf "%s\\n" "${COMPREPLY[@]}"';
      const args = ["--norc", "-u", "-c", call, "bash", ...words];
      assertEquals((await complete(bash, { script: "bash", args })).sort(), expected);
    }
  },
});

peerTest("fish completes options and their values", {
  needs: { fish: program("fish") },
  fn: async ({ fish }) => {
    for (const [words, expected] of cases) {
      const args = ["--no-config", "-c", `source {script}; complete -C 'storescu ${words.join(" ")}'`];
      assertEquals((await complete(fish, { script: "fish", args })).sort(), expected);
    }
  },
});

peerTest("zsh can read its completions", {
  needs: { zsh: program("zsh") },
  fn: async ({ zsh }) => {
    assertEquals(await complete(zsh, { script: "zsh", args: ["-f", "-n", "{script}"] }), []);
  },
});
