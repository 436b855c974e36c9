/** The proxy does the damage it is asked for, at the byte it is asked for. */
import { assertEquals } from "@std/assert";
import { Listener, PeerGone, type Wire } from "../../scripts/receiver/wire.ts";
import { ByteProxy, type Damage } from "../support/proxy.ts";

const sent = Uint8Array.from({ length: 20 }, (_, index) => index);

/** What arrives of 20 bytes, and how the connection ends then. */
async function through(damage: Omit<Damage, "atByte">, atByte = 10): Promise<[heard: number[], end: string]> {
  const end = Promise.withResolvers<[number[], string]>();
  const take = damage.direction === "outward" ? readAll : say;
  const far = await Listener.open((wire) => take(wire).then((heard) => heard && end.resolve(heard)));
  await using proxy = await ByteProxy.start({ to: far.port, damage: { ...damage, atByte } });
  const connection = await Deno.connect({ port: proxy.port });
  if (damage.direction === "outward") {
    await connection.write(sent);
    if (damage.action === "stall") setTimeout(() => connection.close(), 50);
    else connection.closeWrite();
  } else end.resolve(await readConnection(connection));
  const heard = await end.promise;
  if (damage.action !== "stall" || damage.direction === "homeward") connection.close();
  await far.close();
  return heard;
}

async function say(wire: Wire): Promise<undefined> {
  await wire.write(sent);
  wire.close();
}

async function readAll(wire: Wire): Promise<[number[], string]> {
  const heard: number[] = [];
  try {
    while (true) heard.push(...await wire.take(Infinity));
  } catch (error) {
    if (!(error instanceof PeerGone)) throw error;
    return [heard, error.cause ? "reset" : "closed"];
  } finally {
    wire.close();
  }
}

async function readConnection(connection: Deno.Conn): Promise<[number[], string]> {
  const heard: number[] = [];
  const buffer = new Uint8Array(64);
  try {
    for (let bytes; (bytes = await connection.read(buffer)) !== null;) {
      heard.push(...buffer.subarray(0, bytes));
    }
    return [heard, "closed"];
  } catch (error) {
    if (!(error instanceof Deno.errors.ConnectionReset)) throw error;
    return [heard, "reset"];
  }
}

const all = [...sent];
const half = all.slice(0, 10);
const cases: [action: Damage["action"], heard: number[], end: string][] = [
  ["close", half, "closed"],
  ["truncate", half, "closed"],
  ["trickle", all, "closed"],
  [{ duplicate: 3 }, [...half, 7, 8, 9, ...all.slice(10)], "closed"],
  [{ corrupt: 0x81 }, [...half, 10 ^ 0x81, ...all.slice(11)], "closed"],
];

for (const direction of ["outward", "homeward"] as const) {
  for (const [action, heard, end] of cases) {
    Deno.test(`${JSON.stringify(action)} at a byte that goes ${direction}`, async () => {
      assertEquals(await through({ direction, action }), [heard, end]);
    });
  }

  Deno.test(`"reset" at a byte that goes ${direction}`, async () => {
    const [heard, end] = await through({ direction, action: "reset" });
    assertEquals(end, "reset");
    // a reset may overtake what is on its way
    assertEquals(heard, half.slice(0, heard.length));
  });
}

Deno.test("what is stalled does not arrive", async () => {
  assertEquals((await through({ direction: "outward", action: "stall" }))[0], half);
});

Deno.test("damage at the first byte lets nothing pass, damage behind the last one everything", async () => {
  assertEquals(await through({ direction: "homeward", action: "close" }, 0), [[], "closed"]);
  assertEquals(await through({ direction: "homeward", action: "close" }, 20), [all, "closed"]);
});

Deno.test("a delayed answer arrives whole, and later", async () => {
  const far = await Listener.open((wire) => void say(wire));
  await using proxy = await ByteProxy.start({ to: far.port, delayMs: 40 });
  const begin = performance.now();
  const connection = await Deno.connect({ port: proxy.port });
  assertEquals(await readConnection(connection), [all, "closed"]);
  assertEquals(performance.now() - begin >= 39, true);
  assertEquals(proxy.passedBytes.homeward, 20);
  connection.close();
  await far.close();
});
