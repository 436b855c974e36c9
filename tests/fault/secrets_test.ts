import { assert, assertEquals } from "@std/assert";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { program } from "../support/peers.ts";
import { peerTest } from "../support/peers.ts";
import { runProgram } from "../support/run_program.ts";
import { storescu } from "./in_process.ts";
import { testObject } from "./objects.ts";

const secret = "Xyzzy-Plugh-4711-secret";
const serverSecret = "Server-Ticket-0815-secret";
const levels = ["fatal", "warn", "info", "debug", "trace"];

const ascii = (text: string) => new TextEncoder().encode(text);

/** The ways in which a secret could stand in a text. */
function spellings(text: string): string[] {
  const bytes = [...ascii(text)].map((byte) => byte.toString(16).padStart(2, "0"));
  // A dump breaks its lines anywhere
  const middle = bytes.slice(4, 10);
  return [
    text,
    text.slice(3, 15),
    middle.join(""),
    middle.join(" "),
    middle.join("  "),
    ascii(text).toBase64(),
  ];
}

function checkSilence(output: string, where: string): void {
  const flat = output.replaceAll(/\s*\n[A-Z]: /g, "").toLowerCase();
  for (const spelling of [...spellings(secret), ...spellings(serverSecret)]) {
    assert(!output.includes(spelling) && !flat.includes(spelling.toLowerCase()), `${where}: ${spelling}`);
  }
}

Deno.test("spellings of a secret are found", () => {
  const dump = [...ascii(secret)].map((byte) => `  ${byte.toString(16)}`);
  let isFound = false;
  try {
    checkSilence(`D: ${dump.slice(0, 6).join("")}\nD: ${dump.slice(6).join("")}`, "here");
  } catch {
    isFound = true;
  }
  assert(isFound);
});

Deno.test("no identity shows at any level, neither ours nor what the peer answers", async () => {
  const folder = await Deno.makeTempDir();
  const [ticket, object] = [`${folder}/ticket`, `${folder}/object`];
  await Deno.writeTextFile(ticket, secret);
  await Deno.writeFile(object, testObject(1, 1000).file);
  const identities = [
    ["-usr", "somebody", "-pwd", secret],
    ["-usr", "somebody", "-pwd", secret, "-rsp"],
    ["-kt", ticket, "-rsp"],
    ["--saml", ticket, "-rsp"],
    ["--jwt", ticket, "-rsp"],
  ];
  for (const identity of identities) {
    for (const level of levels) {
      await using receiver = await Receiver.start({ userIdentityResponse: ascii(serverSecret) });
      // With -R the answer is short enough to be dumped to its end
      const args = ["-R", "-ll", level, ...identity, "127.0.0.1", String(receiver.port), object];
      const { code, stdout, stderr } = await storescu(args);
      assertEquals(code, 0, stderr);
      checkSilence(stdout + stderr, `${identity[0]} at ${level}`);
      const sent = receiver.associations[0].request.userInformation.userIdentity;
      assert(sent && (sent.primary.length > 0 || sent.secondary.length > 0));
    }
  }
  await Deno.remove(folder, { recursive: true });
});

peerTest("the password of a key shows at no level, whether it is right or wrong", {
  needs: { openssl: program("openssl") },
  async fn({ openssl }) {
    const folder = await Deno.makeTempDir();
    const [key, certificate, object] = ["key", "certificate", "object"].map((name) => `${folder}/${name}`);
    const subject = ["-x509", "-newkey", "rsa:2048", "-subj", "/CN=localhost", "-days", "2"];
    const made = await runProgram(openssl, [
      ...["req", ...subject, "-keyout", key, "-out", certificate, "-passout", `pass:${secret}`],
    ]);
    assertEquals(made.code, 0, made.stderr);
    await Deno.writeFile(object, testObject(1, 1000).file);
    for (const password of [secret, `${secret}-not`]) {
      for (const level of levels) {
        // Nothing that understands TLS answers there
        await using receiver = await Receiver.start({ misbehave: () => "close" });
        const tls = ["+tls", key, certificate, "+pw", password, "-ic"];
        const args = ["-ll", level, ...tls, "127.0.0.1", String(receiver.port), object];
        const { code, stdout, stderr } = await storescu(args);
        assertEquals(code, 1);
        checkSilence(stdout + stderr, `password of a key at ${level}`);
      }
    }
    await Deno.remove(folder, { recursive: true });
  },
});
