/** Whole runs of this program and of the oracle: the same lines on the same streams, and the same exit code. */
import { assertEquals } from "@std/assert";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { type Ran, runProgram } from "../support/run_program.ts";
import { Storescp } from "../support/storescp.ts";

const main = new URL("../../main.ts", import.meta.url).pathname;

const env = { NO_COLOR: "1", TCP_NODELAY: "1" };

/** What is each program's own: banner, implementation, dictionary files, invented UIDs and the time. */
function comparable({ stderr, ...rest }: Ran): Ran {
  return {
    ...rest,
    stderr: stderr
      .replaceAll(/D: \$.*\nD: \n/g, "")
      .replaceAll(/D: DcmDataDictionary: .*\n/g, "")
      .replaceAll(/D: DULFSM: disabling Nagle .*\n/g, "")
      .replaceAll(/(Our Implementation [^:]*:).*/g, "$1")
      .replaceAll(/(1\.2\.276\.0\.7230010\.3\.1\.\d\.\d+)\.[\d.]+/g, "$1")
      .replaceAll(/(?<=_)\d{10}/g, "time"),
  };
}

/** What is asked for: options, and how the file is called. */
const cases: readonly (readonly [options: string[], file: string])[] = [
  [[], "CT_small.dcm"],
  [["-q"], "CT_small.dcm"],
  [["-v"], "CT_small.dcm"],
  [["-d"], "CT_small.dcm"],
  [["-d", "-R"], "CT_small.dcm"],
  [["-v", "+v", "-R"], "CT_small.dcm"],
  [["-ll", "error"], "nothing.dcm"],
  [["-v", "-nh"], "nothing.dcm"],
  [["-v", "-nh", "--repeat", "2", "--abort"], "CT_small.dcm"],
  [["-d", "-R", "+IR", "1", "--repeat", "2"], "CT_small.dcm"],
  [["-d", "-R", "-pdu", "4097"], "CT_small.dcm"],
  [["-v", "--max-send-pdu", "4096"], "CT_small.dcm"],
  [["-d", "-R", "-usr", "me", "-ts", "0"], "CT_small.dcm"],
  [["-v", "-xi"], "CT_small.dcm"],
  [["-v", "-xd"], "CT_small.dcm"],
  [["-d", "-R"], "JPEG-lossy.dcm"],
  [["-v", "-R"], "no_meta.dcm"],
  [["-v"], ""],
  [["-v", "+sd", "+sp", "CT_sm*"], ""],
];

peerTest("runs are told as by the oracle", {
  needs: {
    "storescu 3.6.7": dcmtkProgram("storescu"),
    "storescp 3.6.7": dcmtkProgram("storescp"),
    "corpus": corpusFolder(),
  },
  fn: async (found) => {
    await using receiver = await Storescp.start(found["storescp 3.6.7"], ["--fork"]);
    const compare = async ([options, file]: (typeof cases)[number]) => {
      const path = `${found.corpus}/pydicom+pydicom/${file}`;
      const args = [...options, "127.0.0.1", String(receiver.port), path];
      const expected = await runProgram(found["storescu 3.6.7"], args, { env });
      const actual = await runProgram(Deno.execPath(), ["run", "--quiet", "--allow-all", main, ...args], {
        env,
      });
      assertEquals(comparable(actual), comparable(expected), `${options.join(" ")} ${file}`);
    };
    await Promise.all(cases.map(compare));
  },
});
