/** Both engines, whose verdicts have to be those of DCMTK's storescu, or to be explained. */
import { assert, assertEquals } from "@std/assert";
import { peerTest } from "../support/peers.ts";
import { readmePath, renderTable, rustlsCell } from "../support/tls_report.ts";
import { makeTable, tableNeeds } from "../support/tls_table.ts";
import { TlsWorld } from "../support/tls_world.ts";

peerTest("TLS ends as it does with DCMTK, or it is explained why not", {
  needs: tableNeeds,
  async fn({ storescu, ...programs }) {
    await using world = await TlsWorld.make(programs);
    const rows = await makeTable(world, storescu);
    assert(rows.length >= 270, `Only ${rows.length} cases`);
    assert(rows.filter(({ lacking }) => lacking.length === 0).length >= 180);
    for (const row of rows) {
      const name = `${row.options} against ${row.peer}`;
      assertEquals(row.openssl, row.dcmtk, name);
      if (rustlsCell(row) === undefined) assertEquals(row.rustls, row.dcmtk, name);
    }
    const text = renderTable(rows, world.pki.folder);
    assertEquals(text, Deno.readTextFileSync(readmePath), "README.md is not what deno task tls-table writes");
  },
});
