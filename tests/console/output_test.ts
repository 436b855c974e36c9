import { assert, assertEquals } from "@std/assert";
import { Output } from "../../lib/console/output.ts";
import { MemorySink } from "../support/console.ts";

Deno.test("what is written without waiting goes out in one piece", { permissions: "none" }, async () => {
  const sink = new MemorySink();
  const output = new Output(sink, queueMicrotask);
  for (const line of ["a\n", "b\n", "\u00e9\n"]) output.write(line);
  assertEquals(sink.text, "");
  await Promise.resolve();
  assertEquals([sink.text, sink.writes], ["a\nb\n\u00e9\n", 1]);
});

Deno.test("two streams keep the order of what is written to them", { permissions: "none" }, () => {
  const written: string[] = [];
  const sinkOf = (name: string) => ({
    writeSync: (bytes: Uint8Array) => {
      written.push(name + new TextDecoder().decode(bytes));
      return bytes.length;
    },
  });
  const out = new Output(sinkOf("out "), queueMicrotask);
  const err = new Output(sinkOf("err "), queueMicrotask);
  Output.pair(out, err);
  err.write("1");
  err.write("2");
  out.write("3");
  err.write("4");
  out.write("5");
  out.flush();
  assertEquals(written, ["err 12", "out 3", "err 4", "out 5"]);
});

Deno.test("little is held back, and a sink may take less than it is given", { permissions: "none" }, () => {
  let text = "";
  const sink = {
    writeSync: (bytes: Uint8Array) => {
      text += new TextDecoder().decode(bytes.subarray(0, 1000));
      return Math.min(bytes.length, 1000);
    },
  };
  const output = new Output(sink, () => {});
  const line = "x".repeat(99) + "\n";
  for (let count = 0; count < 1000; count++) output.write(line);
  assert(text.length > 80_000, `${text.length} of 100000 characters written`);
  output.flush();
  assertEquals(text, line.repeat(1000));
});

Deno.test("a reader that has gone, or a sink that takes nothing, costs the text and no more", {
  permissions: "none",
}, () => {
  const sink = new MemorySink();
  sink.error = new Deno.errors.BrokenPipe("Broken pipe (os error 32)");
  const output = new Output(sink, () => {});
  output.write("a");
  output.flush();
  assertEquals(output.error, sink.error);
  sink.error = undefined;
  output.write("b");
  output.flush();
  assertEquals(sink.text, "");
  const stubborn = new Output({ writeSync: () => 0 }, () => {});
  stubborn.write("a");
  stubborn.flush();
  assertEquals((stubborn.error as Error).message, "Cannot write 1 bytes: none was taken");
});

Deno.test("a pipe that is full for the moment gets the rest later", { permissions: "none" }, () => {
  const sink = new MemorySink();
  sink.error = new Deno.errors.WouldBlock("Resource temporarily unavailable");
  const output = new Output(sink, () => {});
  output.write("a");
  output.flush();
  sink.error = undefined;
  output.write("b");
  output.flush();
  assertEquals(sink.text, "ab");
});
