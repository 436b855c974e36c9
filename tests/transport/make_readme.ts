/** Writes README.md: tries all TLS connections. */
import { readmePath, renderTable } from "../support/tls_report.ts";
import { makeTable, tableNeeds } from "../support/tls_table.ts";
import { TlsWorld } from "../support/tls_world.ts";

const { storescu, storescp, openssl, gnutls, orthanc, libssl } = tableNeeds;
if (!storescu || !storescp || !openssl || !gnutls || !orthanc || !libssl) {
  throw new Error(`Needs all of ${Object.keys(tableNeeds).join(", ")}`);
}
await using world = await TlsWorld.make({ storescp, openssl, gnutls, orthanc });
Deno.writeTextFileSync(readmePath, renderTable(await makeTable(world, storescu), world.pki.folder));
