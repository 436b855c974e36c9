import { assert, assertEquals } from "@std/assert";
import type { Rejection } from "../../lib/console/events.ts";
import { describeRejection } from "../../lib/console/rejection.ts";
import { memoryConsole } from "../support/console.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";

/** Result, source and reason of rejections: all that are defined, and some of every kind that are not. */
const rejections = [
  ...[[1, 1], [1, 2], [1, 3], [1, 4], [1, 7], [1, 10], [1, 0], [2, 1], [2, 2], [2, 3], [3, 0], [3, 1], [
    3,
    2,
  ]],
  ...[[3, 7], [0, 1], [4, 1], [9, 255], [255, 255]],
].flatMap(([source, reason]) => [0, 1, 2, 3, 255].map((result) => ({ result, source, reason })));

/** What the oracle prints when it is told so. */
async function oracleSays(program: string, answer: Uint8Array): Promise<string> {
  using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const { port } = listener.addr as Deno.NetAddr;
  const args = ["-R", "127.0.0.1", String(port), dicomFile];
  const output = new Deno.Command(program, { args }).output();
  using connection = await listener.accept();
  await connection.read(new Uint8Array(1000));
  await connection.write(answer);
  await connection.closeWrite();
  const { stderr, code } = await output;
  assertEquals(code, 1);
  return new TextDecoder().decode(stderr);
}

let dicomFile = "";

peerTest("rejections are told as by the oracle, whatever the codes are", {
  needs: { "storescu 3.6.7": dcmtkProgram("storescu"), "dump2dcm 3.6.7": dcmtkProgram("dump2dcm") },
  fn: async (found) => {
    dicomFile = await makeDicomFile(found["dump2dcm 3.6.7"]);
    const compare = async ({ result, source, reason }: Rejection) => {
      const answer = Uint8Array.of(3, 0, 0, 0, 0, 4, 0, result, source, reason);
      const expected = await oracleSays(found["storescu 3.6.7"], answer);
      const { console, edge } = await memoryConsole();
      console.emit({ kind: "association rejected", rejection: { result, source, reason } });
      await console.close();
      assertEquals(edge.stderr.text, expected, [result, source, reason].join("/"));
      return describeRejection({ result, source, reason }).complaints.length;
    };
    const complaints = await Promise.all(rejections.map(compare));
    await Deno.remove(dicomFile);
    assert(complaints.reduce((sum, some) => sum + some, 0) > 50);
  },
});

async function makeDicomFile(dump2dcm: string): Promise<string> {
  const text = await Deno.makeTempFile();
  const file = await Deno.makeTempFile();
  await Deno.writeTextFile(text, "(0008,0016) UI [1.2.840.10008.5.1.4.1.1.7]\n(0008,0018) UI [1.2.3]\n");
  const { success } = await new Deno.Command(dump2dcm, { args: [text, file], stderr: "null" }).output();
  await Deno.remove(text);
  assert(success, "dump2dcm has failed");
  return file;
}
