/** Faults of a connection over TLS, and what becomes of three objects. */
import { assert, assertEquals } from "@std/assert";
import type { Misbehaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import type { Entity } from "../support/pki.ts";
import { runProgram } from "../support/run_program.ts";
import { type Cut, TlsFront } from "../support/tls_front.ts";
import { saidIn } from "./cell.ts";
import { storescu, type Told } from "./in_process.ts";
import { testObject } from "./objects.ts";

/** When it happens. */
export const moments = ["handshake", "acceptance", "inside object 2", "response 2", "release"] as const;

/** A fault, and when it happens. */
export interface TlsCell {
  readonly moment: typeof moments[number];
  readonly cut: Cut;
}

const objects = [1, 2, 3].map((number) => testObject(number, 40_000));

/** Where the files are, and who the receiver is. */
export interface TlsPlace {
  readonly folder: string;
  readonly identity: Entity;
}

/** Writes the objects. */
export async function writeObjects(folder: string): Promise<void> {
  for (const { instanceUid, file } of objects) await Deno.writeFile(`${folder}/${instanceUid}`, file);
}

function isReached(point: Point, moment: TlsCell["moment"]): boolean {
  switch (moment) {
    case "handshake":
      return false;
    case "acceptance":
      return point.at === "associate";
    // the receiver counts from 0
    case "inside object 2":
      return point.at === "data" && point.object === 1 && point.bytes > 20_000;
    case "response 2":
      return point.at === "response" && point.object === 1;
    case "release":
      return point.at === "release";
  }
}

/** What a program made of it: exit code, and conditions. */
export interface TlsVerdict {
  readonly code: number;
  readonly said: string;
}

const patience = ["-ta", "1", "-ts", "1", "-td", "1"];

async function play<T>(
  { moment, cut }: TlsCell,
  { identity, run }: { identity: Entity; run: (port: number, complete: () => Set<string>) => Promise<T> },
): Promise<T> {
  const fronts: TlsFront[] = [];
  const misbehave = (point: Point): Misbehaviour | undefined => {
    if (!isReached(point, moment)) return undefined;
    for (const front of fronts) void front.cut(cut);
    return "stall";
  };
  await using receiver = await Receiver.start({ keep: keepInMemory, misbehave });
  const handshakeCut = moment === "handshake" ? cut : undefined;
  await using front = await TlsFront.start(receiver.port, { identity, handshakeCut });
  fronts.push(front);
  const complete = () =>
    new Set(
      receiver.objects.filter((it) => it.complete).map((it) => it.command.affectedSopInstanceUid ?? ""),
    );
  return await run(front.port, complete);
}

function argumentsFor({ cut }: TlsCell, { folder, identity }: TlsPlace): string[] {
  return [
    ...(cut === "silence" ? patience : []),
    "+tla",
    "+cf",
    identity.certificateFile,
    "127.0.0.1",
    "PORT",
  ].concat(
    objects.map(({ instanceUid }) => `${folder}/${instanceUid}`),
  );
}

/** What ours makes of it. Checks that nothing is called stored whose success was not said. */
export function askOurs(
  cell: TlsCell,
  { engine, place }: { engine: string; place: TlsPlace },
): Promise<TlsVerdict> {
  const args = ["--tls-engine", engine, ...argumentsFor(cell, place)];
  return play(cell, {
    identity: place.identity,
    run: async (port, complete) => {
      const told = await storescu(args.map((word) => word === "PORT" ? `${port}` : word));
      check(told, { cell, complete: complete() });
      return { code: told.code, said: saidIn(told.stderr) };
    },
  });
}

/** What DCMTK makes of it. */
export function askDcmtk(
  cell: TlsCell,
  { program, place }: { program: string; place: TlsPlace },
): Promise<TlsVerdict> {
  return play(cell, {
    identity: place.identity,
    run: async (port) => {
      const args = argumentsFor(cell, place).map((word) => word === "PORT" ? `${port}` : word);
      const { code, stderr } = await runProgram(program, args, { env: { TCP_NODELAY: "1" } });
      return { code, said: saidIn(stderr) };
    },
  });
}

/** How many objects the receiver has acknowledged before the fault. */
const acknowledged: Record<TlsCell["moment"], number> = {
  "handshake": 0,
  "acceptance": 0,
  "inside object 2": 1,
  "response 2": 1,
  "release": 3,
};

function check(told: Told, { cell, complete }: { cell: TlsCell; complete: Set<string> }): void {
  const fates = told.settled.map(({ outcome }) => outcome.kind);
  const where = `${cell.cut}, ${cell.moment}: ${fates}`;
  const stored = fates.filter((kind) => kind === "stored").length;
  assertEquals(stored, acknowledged[cell.moment], where);
  assert(told.code !== 0, where);
  assert(told.stderr !== "", where);
  for (const [index, kind] of fates.entries()) {
    const isComplete = complete.has(objects[index].instanceUid);
    if (kind === "not-sent") assert(!isComplete, where);
    if (kind === "stored") assert(isComplete, where);
  }
}
