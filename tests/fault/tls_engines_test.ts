/** Connections that break below TLS: with both engines they end as with DCMTK, and nothing is called stored falsely. */
import { assertEquals } from "@std/assert";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { keyKinds, Pki } from "../support/pki.ts";
import { cuts } from "../support/tls_front.ts";
import { tableNeeds } from "../support/tls_table.ts";
import { forEach } from "./matrix.ts";
import { askDcmtk, askOurs, moments, type TlsCell, writeObjects } from "./tls_cells.ts";

const cells: readonly TlsCell[] = moments.flatMap((moment) => cuts.map((cut) => ({ moment, cut })));

/**
 * DCMTK reads the tickets that a TLS 1.3 server sends behind the handshake when it wants to read the acceptance, and then
 * waits for that as long as `-ts` says, which it takes for the end of the connection.
 */
const ofDcmtk: Readonly<Record<string, string>> = { "acceptance, silence": "0006:031a" };

/** The runtime does not tell what it finds in a handshake that is none. */
const ofRustls: Readonly<Record<string, string>> = {
  "handshake, reset": "000b:0926",
  "handshake, garbage": "000b:090b",
  "handshake, forged record": "000b:090b",
  "handshake, huge record": "000b:090b",
};

peerTest("a connection that breaks below TLS ends as with DCMTK, in time, and no object is stored falsely", {
  needs: { storescu: dcmtkProgram("storescu"), openssl: tableNeeds.openssl, libssl: tableNeeds.libssl },
  async fn({ storescu }) {
    await using pki = await Pki.open();
    const place = { folder: pki.folder, identity: await pki.issue("server", { key: keyKinds.p256 }) };
    await writeObjects(pki.folder);
    await forEach(cells, 6, async (cell) => {
      const name = `${cell.moment}, ${cell.cut}`;
      const theirs = await askDcmtk(cell, { program: storescu, place });
      const openssl = { ...theirs, ...(name in ofDcmtk && { said: ofDcmtk[name] }) };
      const rustls = { ...openssl, ...(name in ofRustls && { said: ofRustls[name] }) };
      assertEquals(await askOurs(cell, { engine: "openssl", place }), openssl, `${name}, openssl`);
      assertEquals(await askOurs(cell, { engine: "rustls", place }), rustls, `${name}, rustls`);
    });
  },
});
