import { assert } from "@std/assert";
import { peerTest } from "../support/peers.ts";
import { opensslProgram, Pki } from "../support/pki.ts";
import type { Damage, Direction } from "../support/proxy.ts";
import { lengths, runDamage, type Way, withFiles } from "./damage.ts";
import { forEach } from "./matrix.ts";
import { TlsFront } from "./tls_front.ts";

const actions: readonly Damage["action"][] = [
  "close",
  "reset",
  "stall",
  "truncate",
  { duplicate: 50 },
  { corrupt: 1 },
];

/** The handshake is at the beginning of either direction; what comes then are records of data. */
function damages(bytes: Record<Direction, number>): Damage[] {
  return (["outward", "homeward"] as const).flatMap((direction) => {
    const places = [0, 3, 60, 300, 900, 0.3, 0.5, 0.7, 0.9].map((place) =>
      Math.floor(place < 1 ? place * bytes[direction] : place)
    );
    return places.flatMap((atByte) => actions.map((action) => ({ direction, atByte, action })));
  });
}

for (const engine of ["rustls", "openssl"]) {
  peerTest(
    `whatever happens to a byte of TLS, in the handshake or behind it, nothing false is said (${engine})`,
    {
      needs: { openssl: opensslProgram() },
      async fn() {
        await using pki = await Pki.open();
        const root = await pki.authority("root");
        const { certificateFile, privateKeyFile } = await pki.issue("localhost", { issuer: root });
        const [cert, key] = [Deno.readTextFileSync(certificateFile), Deno.readTextFileSync(privateKeyFile)];
        await withFiles(async (paths) => {
          const way: Way = {
            paths,
            options: [
              "--tls-engine",
              engine,
              "+tls",
              privateKeyFile,
              certificateFile,
              "+cf",
              root.certificateFile,
            ],
            before: (to) => Promise.resolve(new TlsFront({ to, cert, key })),
            isSealed: true,
          };
          const cells = damages(await lengths(way));
          assert(cells.length > 100);
          await forEach(cells, 16, (damage) => runDamage(damage, way));
        });
      },
    },
  );
}
