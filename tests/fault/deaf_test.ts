import { assert, assertEquals } from "@std/assert";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { storescu } from "./in_process.ts";
import { testObject } from "./objects.ts";

/** More than the buffers of two sockets take. */
const { file } = testObject(1, 30_000_000);

for (const options of [[], ["-nh"], ["--associations", "2"], ["--async-window", "4"]]) {
  Deno.test(`a receiver that reads no more ends the sending in time ${options.join(" ")}`, async () => {
    const folder = await Deno.makeTempDir();
    const paths = ["a", "b"].map((name) => `${folder}/${name}`);
    for (const path of paths) await Deno.writeFile(path, file);
    await using receiver = await Receiver.start({
      asyncOperations: { maxInvoked: 4, maxPerformed: 4 },
      misbehave: (point) => point.at === "data" ? "deaf" : undefined,
    });
    const args = ["-ts", "1", ...options, "127.0.0.1", String(receiver.port), ...paths];
    const { code, settled, stderr } = await storescu(args);
    assertEquals(code, 1);
    assert(settled.length > 0 && settled.every(({ outcome }) => outcome.kind === "not-sent"), stderr);
    assert(stderr.includes("TCP I/O Error (Resource temporarily unavailable)"), stderr);
    assertEquals(receiver.received.completeObjects, 0);
    await Deno.remove(folder, { recursive: true });
  });
}
