import { assertEquals, assertRejects } from "@std/assert";
import { Alarm, Deadline, DeadlineError } from "../../lib/base/deadline.ts";

const pure = { permissions: "none" } as const;
const never = new Promise<never>(() => {});

Deno.test("a deadline ends a wait, with its name", pure, async () => {
  using deadline = new Deadline("dinner", 1);
  const error = await assertRejects(() => deadline.race(never), DeadlineError);
  assertEquals(error.message, "Time for dinner is over after 1 ms");
  assertEquals(deadline.signal.aborted, true);
  await assertRejects(() => deadline.race(never), DeadlineError);
});

Deno.test("a deadline that is not reached leaves nothing behind", pure, async () => {
  using deadline = new Deadline("dinner", 100_000);
  assertEquals(await deadline.race(Promise.resolve(5)), 5);
  await assertRejects(() => deadline.race(Promise.reject(new TypeError("burnt"))), TypeError, "burnt");
  assertEquals(deadline.signal.aborted, false);
});

Deno.test("years are no short time", pure, async () => {
  using deadline = new Deadline("a career", 1e12);
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(deadline.signal.aborted, false);
});

Deno.test("an alarm rings once, when the time it was last set to is over", async () => {
  using alarm = new Alarm();
  const rung: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  alarm.start(60_000, () => rung.push("too late"));
  alarm.start(1, () => rung.push("stopped"));
  alarm.stop();
  alarm.start(undefined, () => rung.push("never"));
  alarm.start(20, () => {
    rung.push("last");
    resolve();
  });
  await promise;
  await new Promise((resolve) => setTimeout(resolve, 5));
  assertEquals(rung, ["last"]);
});

Deno.test("an alarm that is over is not set again", () => {
  const alarm = new Alarm();
  alarm.start(60_000, () => {});
  alarm[Symbol.dispose]();
  alarm.start(0, () => {
    throw new Error("rung");
  });
});
