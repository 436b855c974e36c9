import { assertEquals } from "@std/assert";
import { type PasswordStreams, readPassword } from "../../lib/console/read_password.ts";

const permissions = "none";

function streamsOf(input: string | null, { terminal }: { terminal?: string | null } = {}) {
  const left = [...new TextEncoder().encode(input ?? "")];
  let shown = "";
  const streams: PasswordStreams = {
    stdin: {
      isTerminal: () => terminal !== undefined,
      readSync(bytes) {
        const next = left.shift();
        if (next === undefined) return null;
        bytes[0] = next;
        return 1;
      },
    },
    stderr: {
      writeSync(bytes) {
        shown += new TextDecoder().decode(bytes);
        return bytes.length;
      },
    },
    promptSecret: () => terminal ?? null,
  };
  return { streams, left: () => new TextDecoder().decode(Uint8Array.from(left)), shown: () => shown };
}

Deno.test({
  name: "Without a terminal the first line of standard input is the password, and the rest is left there",
  permissions,
  fn() {
    const { streams, left, shown } = streamsOf("geh\u00e4im\r\nmore\n");
    assertEquals(readPassword("Enter PEM pass phrase:", streams), "geh\u00e4im");
    assertEquals([left(), shown()], ["more\n", "Enter PEM pass phrase:\n"]);
  },
});

Deno.test({
  name: "An empty line is an empty password, a missing end of line does no harm, no input is no password",
  permissions,
  fn() {
    const passwords = ["\n", "secret", ""].map((input) => readPassword("?", streamsOf(input).streams));
    assertEquals(passwords, ["", "secret", undefined]);
  },
});

Deno.test({
  name: "On a terminal it is asked for without showing it",
  permissions,
  fn() {
    const { streams, shown } = streamsOf(null, { terminal: "secret" });
    assertEquals([readPassword("?", streams), shown()], ["secret", ""]);
    assertEquals(readPassword("?", streamsOf(null, { terminal: null }).streams), undefined);
  },
});
