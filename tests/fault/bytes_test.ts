import { assert, assertEquals } from "@std/assert";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { ByteProxy, type Damage, type Direction } from "../support/proxy.ts";
import { storescu } from "./in_process.ts";
import { forEach } from "./matrix.ts";
import { testObject } from "./objects.ts";

const objects = [1, 2].map((number) => testObject(number, 60_000));

/** How many bytes go each way where nothing is damaged. */
async function lengths(paths: string[]): Promise<Record<Direction, number>> {
  await using receiver = await Receiver.start();
  await using proxy = await ByteProxy.start({ to: receiver.port });
  const { code } = await storescu(["127.0.0.1", String(proxy.port), ...paths]);
  assertEquals(code, 0);
  return proxy.passedBytes;
}

/** Actions that leave what the receiver keeps to what its own bytes say. */
const breaks: readonly Damage["action"][] = ["close", "reset", "stall", "truncate"];
/** Actions that change what is said. */
const lies: readonly Damage["action"][] = [{ duplicate: 6 }, { duplicate: 200 }, { corrupt: 0xff }, {
  corrupt: 1,
}];

function damages({ outward, homeward }: Record<Direction, number>): Damage[] {
  const places = (count: number, bytes: number) =>
    Array.from({ length: count }, (_, index) => Math.floor((index + 0.5) * bytes / count));
  const cells: Damage[] = [];
  for (const action of breaks) {
    for (const atByte of [0, 3, ...places(7, outward), outward - 1]) {
      cells.push({ direction: "outward", atByte, action });
    }
    for (const atByte of [0, 3, ...places(12, homeward), homeward - 1]) {
      cells.push({ direction: "homeward", atByte, action });
    }
  }
  for (const action of lies) {
    // The ends of the conversation: PDU headers and commands, where nobody but TCP would notice inside pixels
    for (const atByte of [0, 2, 5, 9, 80, outward - 5, outward - 10]) {
      cells.push({ direction: "outward", atByte, action });
    }
    for (const atByte of [0, 2, 5, 70, ...places(20, homeward), homeward - 150, homeward - 1]) {
      cells.push({ direction: "homeward", atByte, action });
    }
  }
  return cells;
}

/** Sends through the damage; what was said is compared with what arrived. */
async function runDamage(damage: Damage, paths: readonly string[]): Promise<void> {
  await using receiver = await Receiver.start({ keep: keepInMemory });
  await using proxy = await ByteProxy.start({ to: receiver.port, damage });
  const args = ["-ta", "2", "-ts", "2", "-td", "2", "127.0.0.1", String(proxy.port), ...paths];
  const { code, settled, stderr } = await storescu(args);
  const where = JSON.stringify(damage);
  const complete = receiver.objects.filter(({ complete }) => complete);
  for (const { command, kept } of complete) {
    const object = objects.find(({ instanceUid }) => instanceUid === command.affectedSopInstanceUid);
    if (damage.direction === "homeward") assertEquals(kept.bytes, object?.dataSet, where);
    assertEquals(kept.bytes?.length, object?.dataSet.length ?? kept.bytes?.length, where);
  }
  const isComplete = (index: number) =>
    complete.some(({ command }) => command.affectedSopInstanceUid === objects[index].instanceUid);
  for (const { path, outcome } of settled) {
    const index = paths.indexOf(path);
    if (outcome.kind === "stored") assert(isComplete(index), `${where}: not stored: ${stderr}`);
    if (outcome.kind === "not-sent") assert(!isComplete(index), `${where}: sent: ${stderr}`);
  }
  const all = settled.length === objects.length && settled.every(({ outcome }) => outcome.kind === "stored");
  if (!all) assert(code !== 0, `${where}: exit code 0`);
}

Deno.test("whatever happens to any byte of either direction, nothing false is said", async () => {
  const folder = await Deno.makeTempDir();
  const paths = objects.map(({ instanceUid }) => `${folder}/${instanceUid}`);
  for (const [index, { file }] of objects.entries()) await Deno.writeFile(paths[index], file);
  const cells = damages(await lengths(paths));
  assert(cells.length >= 200);
  await forEach(cells, 24, (damage) => runDamage(damage, paths));
  await Deno.remove(folder, { recursive: true });
});

Deno.test("bytes that come one by one are understood all the same", async () => {
  const folder = await Deno.makeTempDir();
  const paths = objects.map(({ instanceUid }) => `${folder}/${instanceUid}`);
  for (const [index, { file }] of objects.entries()) await Deno.writeFile(paths[index], file);
  const damage = { direction: "homeward", atByte: 0, action: "trickle" } as const;
  await using receiver = await Receiver.start({ keep: keepInMemory });
  await using proxy = await ByteProxy.start({ to: receiver.port, damage });
  const { code } = await storescu(["127.0.0.1", String(proxy.port), ...paths]);
  assertEquals(code, 0);
  assertEquals(receiver.objects.map(({ kept }) => kept.bytes), objects.map(({ dataSet }) => dataSet));
  await Deno.remove(folder, { recursive: true });
});
