/** Who gets to see the client's certificate. */
import { assertEquals, assertRejects } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import type { TlsEngine } from "../../lib/transport/tls.ts";
import { freePort } from "../support/free_port.ts";
import { until } from "../support/foreign_scp.ts";
import { peerTest } from "../support/peers.ts";
import { Pki } from "../support/pki.ts";
import { dial, optionsOf } from "../support/tls_oracle.ts";
import { opensslEngine, tableNeeds } from "../support/tls_table.ts";

/** What `openssl s_server` says of one client that does not trust it; it asks for a certificate and tells what it gets. */
async function seenBy(
  program: string,
  { engine, args, options }: { engine: TlsEngine; args: readonly string[]; options: readonly string[] },
): Promise<string> {
  const port = freePort();
  const fixed = ["s_server", "-accept", `127.0.0.1:${port}`, "-naccept", "1", "-verify", "1"];
  const command = new Deno.Command(program, {
    args: [...fixed, ...args],
    stdin: "piped",
    stdout: "piped",
    stderr: "piped",
  });
  const process = command.spawn();
  const [lines, copy] = process.stdout.pipeThrough(new TextDecoderStream()).tee();
  const reader = lines.getReader();
  let text = "";
  await until(async () => (text += (await reader.read()).value ?? "").includes("ACCEPT"));
  const reading = Promise.all([Array.fromAsync(copy), new Response(process.stderr).text()]);
  const tools = { log: () => {}, readPassword: () => Promise.resolve(undefined) };
  using prepared = await engine.prepare(optionsOf(options), tools);
  const target = { host: "127.0.0.1", port, addressFamily: "any", dial, log: tools.log } as const;
  await assertRejects(() => prepared.connect(target), DicomError);
  await reader.cancel();
  const [output, errors] = await reading;
  await process.stdin.close().catch(() => undefined);
  await process.status;
  return output.join("") + errors;
}

const { openssl, libssl } = tableNeeds;

peerTest("OpenSSL verifies before it shows who the client is; the runtime does not, as CONFORMANCE.md says", {
  needs: { openssl, libssl },
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const [server, client] = [await pki.issue("server"), await pki.issue("station-17")];
    const identity = ["-cert", server.certificateFile, "-key", server.privateKeyFile];
    const options = ["+tls", client.privateKeyFile, client.certificateFile];
    for (const version of ["-tls1_2", "-tls1_3"]) {
      for (const [engine, isSeen] of [[opensslEngine(), false], [new RustlsEngine(), true]] as const) {
        const seen = await seenBy(openssl, { engine, args: [...identity, version], options });
        assertEquals(seen.includes("station-17"), isSeen, `${engine.name} ${version}`);
      }
    }
  },
});
