/** What the engine of the runtime says beyond its verdicts, which are in tls_oracle_test.ts. */
import { assertEquals } from "@std/assert";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import { dcmtkProgram, peerTest, program } from "../support/peers.ts";
import { opensslProgram } from "../support/pki.ts";
import { derLists } from "../support/tls_cases.ts";
import { askEngine } from "../support/tls_oracle.ts";
import { TlsWorld } from "../support/tls_world.ts";

const needs = {
  storescp: dcmtkProgram("storescp"),
  openssl: opensslProgram(),
  gnutls: program("gnutls-serv"),
};

peerTest("revocation lists in DER are used, which DCMTK cannot load", {
  needs,
  async fn(programs) {
    await using world = await TlsWorld.make(programs);
    const ends: (string | undefined)[] = [];
    for (const { peer: line, options } of derLists) {
      const run = { peer: await world.peer(line), args: world.args(options) };
      ends.push((await askEngine(new RustlsEngine(), run)).lines.at(-1)?.slice(-40));
    }
    // the first peer is accepted, and answers with an A-ABORT
    assertEquals(ends, [
      "Peer aborted Association (or never connected)".slice(-40),
      "000b:0886 TLS error: certificate verify failed".slice(-40),
    ]);
  },
});
