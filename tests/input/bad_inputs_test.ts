/** Files that cannot be sent, of every kind: each is named with what is wrong with it, and nothing of it is kept. */
import { assert, assertEquals, assertMatch } from "@std/assert";
import { deflateRawSync } from "node:zlib";
import { explicitVrLittleEndian, transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { concatenate } from "../support/cook.ts";
import { dicomFile } from "../support/dicom_file.ts";
import { Encoder } from "../support/encoder.ts";
import { runInProcess } from "../support/in_process.ts";
import { inputFiles, smallDataSet, smallDicomFile } from "../support/input_files.ts";
import { program } from "../support/peers.ts";

const encoder = new Encoder(explicitVrLittleEndian);
const dataSet = smallDataSet();
const file = (...rest: readonly number[][]) =>
  dicomFile(concatenate([dataSet, ...rest.map((part) => Uint8Array.from(part))]), explicitVrLittleEndian);
/** Where what comes behind SOP class and instance begins. */
const behind = file().length;

const tag = (group: number, element: number) => [group & 0xff, group >> 8, element & 0xff, element >> 8];
const endless = [0xff, 0xff, 0xff, 0xff];
const letters = (text: string) => [...text].map((letter) => letter.charCodeAt(0));
const large = new Array<number>(400).fill(0x41);
const deflated = transferSyntaxOf("1.2.840.10008.1.2.1.99")!;

/** What is in the file, and where verbose mode says that it is wrong. */
const broken: Record<string, [bytes: Uint8Array, place: RegExp]> = {
  "cut off in a header": [file(tag(0x0010, 0x0020)), new RegExp(`at byte ${behind}`)],
  "cut off in a value": [file([...tag(0x0010, 0x0020), ...letters("LO"), 10, 0, 0x41]), /\(0010,0020\)/],
  "cut off in pixel data": [
    file(encoder.element(0x7fe00010, { name: "OB", value: large })).slice(0, -1),
    new RegExp(`at byte ${behind}, at element \\(7fe0,0010\\)`),
  ],
  "cut off in the meta information": [file().slice(0, 150), /at byte 144, at element \(0002,0001\)/],
  "nothing but a preamble": [new Uint8Array(132).fill(0), /Cannot read/],
  "empty": [new Uint8Array(0), /End of stream/],
  "a text": [inputFiles["notes.txt"], /at byte \d+, at element \(7449,7720\)/],
  "a few letters": [inputFiles["short.txt"], /Cannot read/],
  "a length beyond the end": [
    file([...tag(0x0010, 0x4000), ...letters("UT"), 0, 0, 0xfe, 0xff, 0xff, 0x7f, ...large]),
    new RegExp(`at byte ${behind}, at element \\(0010,4000\\)`),
  ],
  "an undefined length where none is allowed": [
    file([...tag(0x0010, 0x4000), ...letters("UT"), 0, 0, ...endless, ...large]),
    new RegExp(`at byte ${behind}, at element \\(0010,4000\\)`),
  ],
  "a sequence without an end": [
    file([...tag(0x0040, 0xa730), ...letters("SQ"), 0, 0, ...endless]),
    /\(0040,a730\)/,
  ],
  "an item without an end": [
    file([...tag(0x0040, 0xa730), ...letters("SQ"), 0, 0, ...endless, ...tag(0xfffe, 0xe000), ...endless]),
    /Cannot read .* at byte/,
  ],
  "fragments without an end": [
    dicomFile(
      concatenate([dataSet, Uint8Array.from([...tag(0x7fe0, 0x0010), ...letters("OB"), 0, 0, ...endless])]),
      transferSyntaxOf("1.2.840.10008.1.2.4.50")!,
    ),
    /\(7fe0,0010\)/,
  ],
  "sequences in sequences in sequences": [
    file(
      Array.from(
        { length: 20_000 },
        () => [
          ...tag(0x0040, 0xa730),
          ...letters("SQ"),
          0,
          0,
          ...endless,
          ...tag(0xfffe, 0xe000),
          ...endless,
        ],
      ).flat(),
    ),
    /more than 1000 levels/,
  ],
  "deflated data that is cut off": [
    dicomFile(
      new Uint8Array(deflateRawSync(concatenate([dataSet, new Uint8Array(500)]))).slice(0, -9),
      deflated,
    ),
    /Cannot read/,
  ],
};

interface Sent {
  code: number;
  stderr: string;
  /** For every object that has begun to come whether all of it came. */
  complete: boolean[];
}

/** Sends files to a receiver; `{}` stands for it among the arguments. */
async function send(args: string[], behaviour: Behaviour = {}): Promise<Sent> {
  await using receiver = await Receiver.start(behaviour);
  const peer = ["127.0.0.1", String(receiver.port)];
  const { code, stderr } = await runInProcess(args.flatMap((arg) => arg === "{}" ? peer : [arg]));
  await receiver.idle();
  assertEquals(receiver.problems, []);
  return { code, stderr, complete: receiver.objects.map(({ complete }) => complete) };
}

async function withFolder(body: (folder: string) => Promise<void>): Promise<void> {
  const folder = Deno.makeTempDirSync();
  try {
    for (const name of ["a.dcm", "c.dcm"]) Deno.writeFileSync(`${folder}/${name}`, smallDicomFile());
    await body(folder);
  } finally {
    Deno.removeSync(folder, { recursive: true });
  }
}

/** A name of two lines is told in two lines, each of them marked as such. */
function assertNamed(path: string, { stderr }: { stderr: string }): void {
  for (const line of path.split("\n")) assert(stderr.includes(line), "the file is not named");
}

/** A path that cannot be sent: alone, and between two good files; with what is said of it. */
async function checkBad(path: string, folder: string): Promise<string> {
  const alone = await send(["{}", path]);
  assertEquals([alone.code, alone.complete], [1, []]);
  assertNamed(path, alone);
  const among = [`${folder}/a.dcm`, path, `${folder}/c.dcm`];
  const halting = await send(["{}", ...among]);
  assertEquals([halting.code, halting.complete], [1, [true]]);
  const passing = await send(["-v", "-nh", "{}", ...among]);
  assertEquals([passing.code, passing.complete], [0, [true, true]]);
  assertNamed(path, passing);
  return passing.stderr;
}

for (const [name, [bytes, place]] of Object.entries(broken)) {
  Deno.test(`nothing is sent of a file that is ${name}`, () =>
    withFolder(async (folder) => {
      const path = `${folder}/b.dcm`;
      Deno.writeFileSync(path, bytes);
      assertMatch(await checkBad(path, folder), place);
    }));
}

const none = new Uint8Array(0);

/** What is no file, or has a name that is no name: how it is made. */
const special: Record<string, (folder: string) => { path: string } & Partial<Disposable>> = {
  "a named pipe": (folder) => {
    new Deno.Command("mkfifo", { args: [`${folder}/pipe`] }).outputSync();
    return { path: `${folder}/pipe` };
  },
  "a socket": (folder) => {
    const path = `${folder}/socket`;
    const listener = Deno.listen({ transport: "unix", path });
    return { path, [Symbol.dispose]: () => listener.close() };
  },
  "a device without an end": () => ({ path: "/dev/zero" }),
  "a device without a beginning": () => ({ path: "/dev/null" }),
  "a name of two lines": (folder) => {
    Deno.writeFileSync(`${folder}/b\nE: c.dcm`, none);
    return { path: `${folder}/b\nE: c.dcm` };
  },
  "a name in other letters": (folder) => {
    Deno.writeFileSync(`${folder}/\u00e4\u4e2d\ud83d\ude00.dcm`, none);
    return { path: `${folder}/\u00e4\u4e2d\ud83d\ude00.dcm` };
  },
};

for (const [name, make] of Object.entries(special)) {
  Deno.test({
    name: `nothing is sent of, and nobody waits for, ${name}`,
    ignore: Deno.build.os === "windows" || program("mkfifo") === undefined,
    fn: () =>
      withFolder(async (folder) => {
        const made = make(folder);
        try {
          await checkBad(made.path, folder);
        } finally {
          made[Symbol.dispose]?.();
        }
      }),
  });
}

Deno.test({
  name: "nothing is sent of a file, or of a folder, that may not be read",
  ignore: Deno.build.os === "windows" || Deno.uid() === 0,
  fn: () =>
    withFolder(async (folder) => {
      Deno.writeFileSync(`${folder}/b.dcm`, smallDicomFile(), { mode: 0o000 });
      Deno.mkdirSync(`${folder}/d`, { mode: 0o000 });
      for (const path of [`${folder}/b.dcm`, `${folder}/d`]) {
        assertMatch(await checkBad(path, folder), /^E: Bad DICOM file: .*: Permission denied$/m);
      }
    }),
});

Deno.test("a folder among files is passed over, and one that is scanned may hold anything", () =>
  withFolder(async (folder) => {
    Deno.mkdirSync(`${folder}/d`);
    const ignored = await send(["{}", `${folder}/d`, `${folder}/a.dcm`]);
    assertEquals([ignored.code, ignored.complete], [0, [true]]);
    assert(ignored.stderr.includes(`${folder}/d`));
    Deno.writeFileSync(`${folder}/d/b.dcm`, none);
    const scanned = await send(["-nh", "+sd", "+r", "{}", folder]);
    assertEquals([scanned.code, scanned.complete], [0, [true, true]]);
    assert(scanned.stderr.includes(`${folder}/d/b.dcm`));
  }));

Deno.test({
  name: "a file whose name is no text cannot be sent, and that is said",
  ignore: Deno.build.os !== "linux",
  fn: () =>
    withFolder(async (folder) => {
      const make = `cp a.dcm "$(printf 'caf\\351.dcm')"`;
      new Deno.Command("sh", { args: ["-c", make], cwd: folder }).outputSync();
      const halting = await send(["+sd", "{}", folder]);
      assertEquals([halting.code, halting.complete], [1, []]);
      assertMatch(halting.stderr, /^F: cannot access file: .*caf\ufffd\.dcm$/m);
      const passing = await send(["-nh", "+sd", "{}", folder]);
      assertEquals([passing.code, passing.complete], [0, [true, true]]);
      assertMatch(passing.stderr, /^W: cannot access file: .*caf\ufffd\.dcm, ignoring file$/m);
    }),
});

/** Something that happens to a file of which one part has been sent. */
const changes: Record<string, (path: string) => void> = {
  "becomes shorter": (path) => Deno.truncateSync(path, 1_000_000),
  "becomes longer": (path) => Deno.writeFileSync(path, new Uint8Array(1000), { append: true }),
  "gets other bytes": (path) => {
    using open = Deno.openSync(path, { write: true });
    open.seekSync(4_000_000, Deno.SeekMode.Start);
    open.writeSync(new Uint8Array(1000));
    open.utimeSync(1, 1);
  },
};

for (const [name, change] of Object.entries(changes)) {
  for (const [way, proposal] of Object.entries({ "as it is": "-xe", "written anew": "-xi" })) {
    Deno.test(`a file that ${name} while it is sent ${way} is never sent to its end`, () =>
      withFolder(async (folder) => {
        const path = `${folder}/b.dcm`;
        const pixels = new Uint8Array(8_000_000).fill(0x55);
        const header = Uint8Array.from([
          ...tag(0x7fe0, 0x0010),
          ...letters("OW"),
          0,
          0,
          0x00,
          0x12,
          0x7a,
          0x00,
        ]);
        Deno.writeFileSync(path, dicomFile(concatenate([dataSet, header, pixels]), explicitVrLittleEndian));
        let changed = false;
        const { code, complete, stderr } = await send(["-v", "-R", proposal, "{}", path], {
          misbehave: ({ at }) => {
            if (at === "data" && !changed) change(path);
            changed ||= at === "data";
            return undefined;
          },
        });
        assertEquals([changed, code, complete], [true, 1, [false]]);
        assertNamed(path, { stderr });
      }));
  }
}
