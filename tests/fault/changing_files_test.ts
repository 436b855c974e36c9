import { assert, assertEquals } from "@std/assert";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { storescu } from "./in_process.ts";
import { testObject } from "./objects.ts";

/** More than is read ahead and lies in the buffers of two sockets. */
const pixelBytes = 30_000_000;
const large = testObject(1, pixelBytes);
const small = testObject(2, 2000);

interface Change {
  readonly name: string;
  /** What happens to the files as soon as the first bytes of the first object arrive. */
  readonly act: (first: string, second: string) => void;
  readonly fates: readonly string[];
  /** Ends of the names, afterwards. */
  readonly names: readonly string[];
}

const changes: readonly Change[] = [
  {
    name: "shrinks",
    act: (first) => Deno.truncateSync(first, 1_000_000),
    fates: ["not-sent"],
    names: ["first.bad", "second"],
  },
  {
    name: "is emptied",
    act: (first) => Deno.truncateSync(first, 0),
    fates: ["not-sent"],
    names: ["first.bad", "second"],
  },
  {
    name: "grows",
    act: (first) => Deno.writeFileSync(first, new Uint8Array(1000), { append: true }),
    fates: ["not-sent"],
    names: ["first.bad", "second"],
  },
  {
    name: "is written over with as many other bytes",
    act: (first) => Deno.writeFileSync(first, new Uint8Array(large.file.length)),
    fates: ["not-sent"],
    names: ["first.bad", "second"],
  },
  {
    name: "is replaced by another one",
    act: (first) => {
      Deno.writeFileSync(`${first}.new`, small.file);
      Deno.renameSync(`${first}.new`, first);
    },
    // What was opened is still what it was
    fates: ["stored", "stored"],
    names: ["first.done", "second.done"],
  },
  {
    name: "vanishes",
    act: (first) => Deno.removeSync(first),
    fates: ["stored", "stored"],
    names: ["second.done"],
  },
  {
    name: "has a successor that vanishes",
    act: (_, second) => Deno.removeSync(second),
    fates: ["stored", "not-sent"],
    names: ["first.done"],
  },
  {
    name: "has a successor that becomes a folder",
    act: (_, second) => {
      Deno.removeSync(second);
      Deno.mkdirSync(second);
    },
    fates: ["stored", "not-sent"],
    names: ["first.done", "second.bad"],
  },
  {
    name: "has a successor that is cut off",
    act: (_, second) => Deno.truncateSync(second, small.file.length - 100),
    fates: ["stored", "not-sent"],
    names: ["first.done", "second.bad"],
  },
];

for (const { name, act, fates, names } of changes) {
  Deno.test(`a file that ${name} while it is sent`, async () => {
    const folder = await Deno.makeTempDir();
    const [first, second] = [`${folder}/first`, `${folder}/second`];
    await Deno.writeFile(first, large.file);
    await Deno.writeFile(second, small.file);
    let isDone = false;
    await using receiver = await Receiver.start({
      misbehave: (point) => {
        if (point.at === "data" && !isDone) act(first, second);
        isDone ||= point.at === "data";
        return undefined;
      },
    });
    const { code, settled, stderr } = await storescu([
      "+rn",
      "127.0.0.1",
      String(receiver.port),
      first,
      second,
    ]);
    await receiver.idle();
    assert(isDone);
    assertEquals(settled.map(({ outcome }) => outcome.kind), fates, stderr);
    const isWell = fates.every((fate) => fate === "stored");
    assertEquals(code, isWell ? 0 : 1);
    assertEquals(receiver.received.completeObjects, fates.filter((fate) => fate === "stored").length);
    assertEquals(receiver.associations.map(({ end }) => end), [isWell ? "released" : "aborted"]);
    const found = [...Deno.readDirSync(folder)].map(({ name }) => name).toSorted();
    assertEquals(found, names);
    if (!isWell) assert(/^E: /m.test(stderr), "nothing was said");
    await Deno.remove(folder, { recursive: true });
  });
}
