import { assertEquals } from "@std/assert";
import type { AppEvent } from "../../lib/console/events.ts";
import { FakeAssociation, FakeFiles, FakeNetwork, settingsFor } from "../support/fakes.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import { play } from "../support/play.ts";
import { run } from "../../lib/app/run.ts";
import { withTree } from "../support/tree.ts";

Deno.test("an interruption before there is an association ends the wait for it, and aborts it if it comes late", async () => {
  const controller = new AbortController();
  const peer = new FakeAssociation();
  const network = new FakeNetwork(peer);
  const late = Promise.withResolvers<void>();
  const request = network.request.bind(network);
  network.request = async (...args) => {
    controller.abort("SIGINT");
    await late.promise;
    return await request(...args);
  };
  const events: AppEvent[] = [];
  await withTree(["a"], async (root) => {
    const code = await run(settingsFor([`${root}/a`]), {
      inspect: new FakeFiles().inspect,
      dictionary: dictionaryInForce(undefined),
      network,
      createInventor: () => Promise.reject(new Error("Nothing is to be invented")),
      emit: (event) => events.push(event),
      signal: controller.signal,
    });
    assertEquals(code, 130);
  });
  late.resolve();
  await new Promise((resolve) => setTimeout(resolve, 0));
  assertEquals([events.filter(({ kind }) => kind === "interrupted").length, peer.calls], [1, ["abort"]]);
});

Deno.test("an interruption aborts, sends nothing more, renames only what is stored, and says so by the exit code", async () => {
  const controller = new AbortController();
  const peer = new FakeAssociation();
  const send = peer.send.bind(peer);
  peer.send = (operation) => {
    controller.abort("SIGTERM");
    return send(operation);
  };
  const played = await play({ peer, input: { rename: true }, signal: controller.signal });
  assertEquals([played.code, played.names], [143, ["a.done", "bb", "ccc"]]);
  assertEquals(played.calls, ["abort", "send 1 1 1.2.1"]);
});

Deno.test("signals are left to the system until the files are checked, and heard before there is a connection", async () => {
  const told: string[] = [];
  const files = new FakeFiles();
  await withTree(["a"], async (root) => {
    const negotiation = { kind: "proposal", requiredOnly: true, combine: false } as const;
    await run(settingsFor([`${root}/a`], { negotiation }), {
      inspect: files.inspect,
      dictionary: dictionaryInForce(undefined),
      network: new FakeNetwork(new FakeAssociation()),
      createInventor: () => Promise.reject(new Error("Nothing is to be invented")),
      emit: ({ kind }) => told.push(kind),
      listenToSignals: () => told.push(`listening, ${files.inspected.length} inspected`),
    });
  });
  const begin = ["files found", "checking files", "listening, 1 inspected", "requesting association"];
  assertEquals(told.slice(0, 4), begin);
});
