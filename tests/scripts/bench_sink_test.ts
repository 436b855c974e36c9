import { assertEquals } from "@std/assert";
import { DataStore, fragments, images, structuredReport } from "../../scripts/bench/data.ts";
import { startReceiver } from "../../scripts/bench/receivers.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

const dataOf = {
  images: images({ count: 5, pixelBytes: 40_000, folders: 2 }),
  fragments: fragments({ count: 3, fragmentBytes: 500 }),
  report: structuredReport({ containers: 2, texts: 3, encoding: "implicit" }),
};

peerTest(
  "DCMTK's storescu sends what the benchmark makes to the discarding receiver, at once and with delay",
  {
    needs: { storescu: dcmtkProgram("storescu") },
    fn: async ({ storescu }) => {
      using store = new DataStore();
      for (const kind of ["sink", "sink 20 ms"] as const) {
        await using receiver = await startReceiver(kind);
        for (const make of Object.values(dataOf)) {
          const { files } = store.get(make);
          const args = ["-xy", "127.0.0.1", String(receiver?.port), ...files];
          const { code } = await new Deno.Command(storescu, { args, env: { TCP_NODELAY: "1" } }).output();
          assertEquals(code, 0);
          assertEquals(await receiver?.count?.(), files.length);
        }
      }
    },
  },
);
