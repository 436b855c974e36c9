import { assert, assertEquals } from "@std/assert";
import { inflateRawSync } from "node:zlib";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { cook } from "../support/cook.ts";
import { splitFile } from "../support/memory_tokens.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { freePort } from "../support/free_port.ts";

/** A mixture of sources: implicit, explicit, big endian, compressed, deflated, nested, private. */
const files = [
  "pydicom+pydicom/CT_small.dcm",
  "pydicom+pydicom/SC_rgb_small_odd_big_endian.dcm",
  "pydicom+pydicom/emri_8bit.dcm",
  "pydicom+pydicom/UN_sequence.dcm",
  "pydicom+pydicom/nested_priv_SQ.dcm",
  "pydicom+pydicom/image_dfl.dcm",
  "pydicom+pydicom/MR_small_RLE.dcm",
  "pydicom+pydicom/waveform_ecg.dcm",
  "ImagingDataCommons+highdicom/sr_document.dcm",
  "ImagingDataCommons+highdicom/seg_image_ct_binary.dcm",
  "pydicom+pydicom-data/parametric_map_float.dcm",
];

async function untilListening(port: number): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      (await Deno.connect({ hostname: "127.0.0.1", port })).close();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
  throw new Error(`Cannot reach storescp on port ${port}`);
}

/** A storescp that keeps what it receives as it came. */
async function withReceiver(
  program: string,
  body: (receiver: { port: number; folder: string }) => void | Promise<void>,
): Promise<void> {
  const port = freePort();
  const folder = Deno.makeTempDirSync();
  const args = ["+B", "+xa", "-od", folder, String(port)];
  const env = { TCP_NODELAY: "1" };
  const process = new Deno.Command(program, { args, env, stdout: "null", stderr: "null" }).spawn();
  try {
    await untilListening(port);
    await body({ port, folder });
  } finally {
    process.kill();
    await process.status;
    Deno.removeSync(folder, { recursive: true });
  }
}

function takeReceived(folder: string): ReturnType<typeof splitFile> | undefined {
  const [entry] = [...Deno.readDirSync(folder)];
  if (!entry) return undefined;
  const path = `${folder}/${entry.name}`;
  const received = splitFile(Deno.readFileSync(path));
  Deno.removeSync(path);
  return received;
}

const needs = {
  "storescu 3.6.7": dcmtkProgram("storescu"),
  "storescp 3.6.7": dcmtkProgram("storescp"),
  corpus: corpusFolder(),
};

for (const newVrs of ["as they are", "as OB"] as const) {
  peerTest(`what DCMTK's storescu sends is what conversion makes, new VRs ${newVrs}`, {
    needs,
    fn: async (found) => {
      let compared = 0;
      await withReceiver(found["storescp 3.6.7"], ({ port, folder }) => {
        for (const name of files) {
          for (const proposal of ["-xi", "-xe", "-xb", "-xd"]) {
            const path = `${found.corpus}/${name}`;
            const args = [
              "-R",
              proposal,
              ...(newVrs === "as OB" ? ["-u"] : []),
              "127.0.0.1",
              String(port),
              path,
            ];
            const env = { TCP_NODELAY: "1" };
            new Deno.Command(found["storescu 3.6.7"], { args, env, stderr: "null" }).outputSync();
            const received = takeReceived(folder);
            if (!received) continue;
            compareWithFile(path, { received, newVrs });
            compared++;
          }
        }
      });
      assert(compared > 25, `only ${compared} objects compared`);
    },
  });
}

function compareWithFile(
  path: string,
  { received, newVrs }: { received: ReturnType<typeof splitFile>; newVrs: "as they are" | "as OB" },
): void {
  const sent = splitFile(Deno.readFileSync(path));
  const plain = ({ syntax, dataSet }: typeof sent) =>
    syntax.deflated
      ? { syntax: explicitVrLittleEndian, dataSet: new Uint8Array(inflateRawSync(dataSet)) }
      : { syntax, dataSet };
  const expected = plain(received);
  const { syntax: source, dataSet } = plain(sent);
  const actual = cook(dataSet, { source, target: expected.syntax, newVrs });
  assertEquals(actual.toHex(), expected.dataSet.toHex(), `${path} as ${received.syntax.keyword}`);
}
