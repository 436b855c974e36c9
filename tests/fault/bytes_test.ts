import { assert, assertEquals } from "@std/assert";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { ByteProxy, type Damage, type Direction } from "../support/proxy.ts";
import { lengths, objects, runDamage, withFiles } from "./damage.ts";
import { storescu } from "./in_process.ts";
import { forEach } from "./matrix.ts";

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

Deno.test("whatever happens to any byte of either direction, nothing false is said", async () => {
  await withFiles(async (paths) => {
    const way = { paths, options: [], isSealed: false };
    const cells = damages(await lengths(way));
    assert(cells.length >= 200);
    await forEach(cells, 24, (damage) => runDamage(damage, way));
  });
});

Deno.test("bytes that come one by one are understood all the same", async () => {
  await withFiles(async (paths) => {
    const damage = { direction: "homeward", atByte: 0, action: "trickle" } as const;
    await using receiver = await Receiver.start({ keep: keepInMemory });
    await using proxy = await ByteProxy.start({ to: receiver.port, damage });
    const { code } = await storescu(["127.0.0.1", String(proxy.port), ...paths]);
    assertEquals(code, 0);
    assertEquals(receiver.objects.map(({ kept }) => kept.bytes), objects.map(({ dataSet }) => dataSet));
  });
});
