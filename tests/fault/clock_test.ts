import { assertEquals } from "@std/assert";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { storescu } from "./in_process.ts";
import { testObject } from "./objects.ts";

/** A day, forward and back again by turns, every time somebody looks. */
function jumpingClock(): Disposable {
  const { now } = Date;
  const timeOrigin = now();
  let looks = 0;
  Date.now = () => timeOrigin + (looks++ % 2 === 0 ? 1 : -1) * 86_400_000;
  return { [Symbol.dispose]: () => void (Date.now = now) };
}

/** Sends one object with a clock that jumps. */
async function sendTo(receiver: Receiver, options: string[]) {
  const path = await Deno.makeTempFile();
  await Deno.writeFile(path, testObject(1, 100_000).file);
  using _clock = jumpingClock();
  const { code, settled, stderr } = await storescu([...options, "127.0.0.1", String(receiver.port), path]);
  await Deno.remove(path);
  return [code, ...settled.map(({ outcome }) => outcome.kind), /\d{4}:[0-9a-f]{4}/.exec(stderr)?.[0]];
}

const patient = ["-to", "50", "-ta", "50", "-ts", "50", "-td", "50"];

Deno.test("no deadline passes because the clock is set", async () => {
  await using receiver = await Receiver.start({ delayMs: 150, pace: { splitAt: 20 } });
  assertEquals(await sendTo(receiver, patient), [0, "stored", undefined]);
});

Deno.test("no deadline is put off because the clock is set", async () => {
  for (const [at, condition] of [["associate", "0006:031a"], ["release", "0006:031a"]] as const) {
    await using receiver = await Receiver.start({
      misbehave: (point) => point.at === at ? "stall" : undefined,
    });
    const [code, ...rest] = await sendTo(receiver, ["-ta", "1"]);
    assertEquals([code, rest.at(-1)], [1, condition]);
  }
  await using receiver = await Receiver.start({
    misbehave: (point) => point.at === "response" ? "stall" : undefined,
  });
  assertEquals(await sendTo(receiver, ["-td", "1"]), [1, "lost", "0006:0207"]);
});
