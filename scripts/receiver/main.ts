/**
 * The receiver as a process of its own:
 *
 *     deno run -A scripts/receiver/main.ts [--port 0] [--store DIR] [--max-pdu 16384] [--async-window 1] [--delay 0]
 *
 * Prints `{"port":N}` when it listens, and what it has received when SIGTERM or SIGINT ends it.
 */
import { parseArgs } from "node:util";
import { discard, keepInFolder } from "./objects.ts";
import { Receiver } from "./receiver.ts";

const { values } = parseArgs({
  args: Deno.args,
  options: {
    "port": { type: "string", default: "0" },
    "store": { type: "string" },
    "max-pdu": { type: "string", default: "16384" },
    "async-window": { type: "string", default: "1" },
    "delay": { type: "string", default: "0" },
  },
});

function numberOf(name: "port" | "max-pdu" | "async-window" | "delay"): number {
  const value = Number(values[name]);
  if (!Number.isInteger(value) || value < 0) throw new Error(`Cannot use --${name} ${values[name]}`);
  return value;
}

const window = numberOf("async-window");
const receiver = await Receiver.start({
  port: numberOf("port"),
  keep: values.store ? keepInFolder(values.store) : discard,
  maxPduBytes: numberOf("max-pdu"),
  asyncOperations: window === 1 ? undefined : { maxInvoked: window, maxPerformed: 1 },
  delayMs: numberOf("delay"),
  forget: true,
});
console.log(JSON.stringify({ port: receiver.port }));

const end = Promise.withResolvers<void>();
for (const signal of ["SIGTERM", "SIGINT"] as const) Deno.addSignalListener(signal, () => end.resolve());
await end.promise;
await receiver[Symbol.asyncDispose]();
const { completeObjects, partialObjects, bytes } = receiver.received;
console.log(JSON.stringify({ completeObjects, partialObjects, bytes }));
Deno.exit(0);
