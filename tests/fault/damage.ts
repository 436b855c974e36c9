/** Two objects through a proxy that damages a byte: what is said, compared with what arrives. */
import { assert, assertEquals } from "@std/assert";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { ByteProxy, type Damage, type Direction } from "../support/proxy.ts";
import { storescu, type Told } from "./in_process.ts";
import { testObject } from "./objects.ts";

/** What is sent. */
export const objects = [1, 2].map((number) => testObject(number, 60_000));

/** Writes the objects into a folder and removes it afterwards. */
export async function withFiles(act: (paths: string[]) => Promise<void>): Promise<void> {
  const folder = await Deno.makeTempDir();
  const paths = objects.map(({ instanceUid }) => `${folder}/${instanceUid}`);
  for (const [index, { file }] of objects.entries()) await Deno.writeFile(paths[index], file);
  await act(paths);
  await Deno.remove(folder, { recursive: true });
}

/** Where and how the objects are sent. */
export interface Way {
  readonly paths: readonly string[];
  /** More options, such as those of TLS. */
  readonly options: readonly string[];
  /** Something between the receiver and the damage; gives back its port. */
  readonly before?: (port: number) => Promise<{ readonly port: number } & AsyncDisposable>;
  /** Whether nothing can be changed on the way without being noticed. */
  readonly isSealed: boolean;
}

/** How many bytes go each way where nothing is damaged. */
export async function lengths({ paths, options, before }: Way): Promise<Record<Direction, number>> {
  await using receiver = await Receiver.start();
  await using front = await before?.(receiver.port);
  await using proxy = await ByteProxy.start({ to: front?.port ?? receiver.port });
  const { code, stderr } = await storescu([...options, "127.0.0.1", String(proxy.port), ...paths]);
  assertEquals(code, 0, stderr);
  return proxy.passedBytes;
}

const patience = ["-ta", "2", "-ts", "2", "-td", "2"];

/** Sends through the damage. */
export async function runDamage(damage: Damage, { paths, options, before, isSealed }: Way): Promise<void> {
  await using receiver = await Receiver.start({ keep: keepInMemory });
  await using front = await before?.(receiver.port);
  await using proxy = await ByteProxy.start({ to: front?.port ?? receiver.port, damage });
  const told = await storescu([...patience, ...options, "127.0.0.1", String(proxy.port), ...paths]);
  const where = [JSON.stringify(damage), ...options].join(" ");
  const complete = new Map(
    receiver.objects.filter(({ complete }) => complete).map(({ command, kept }) =>
      [command.affectedSopInstanceUid, kept.bytes] as const
    ),
  );
  for (const { instanceUid, dataSet } of objects) {
    const kept = complete.get(instanceUid);
    if (kept && (isSealed || damage.direction === "homeward")) assertEquals(kept, dataSet, where);
    if (kept) assertEquals(kept.length, dataSet.length, where);
  }
  checkTruth(told, { paths, isComplete: (index) => complete.has(objects[index].instanceUid), where });
}

function checkTruth(
  { code, settled, stderr }: Told,
  { paths, isComplete, where }: {
    paths: readonly string[];
    isComplete: (index: number) => boolean;
    where: string;
  },
): void {
  for (const { path, outcome } of settled) {
    const index = paths.indexOf(path);
    if (outcome.kind === "stored") assert(isComplete(index), `${where}: not stored: ${stderr}`);
    if (outcome.kind === "not-sent") assert(!isComplete(index), `${where}: sent: ${stderr}`);
  }
  const all = settled.length === paths.length && settled.every(({ outcome }) => outcome.kind === "stored");
  if (!all) assert(code !== 0, `${where}: exit code 0`);
}
