import { assertEquals } from "@std/assert";
import { FakeAssociation } from "../support/fakes.ts";
import { names, play } from "../support/play.ts";

Deno.test("an interruption aborts, sends nothing more, renames nothing and says so by the exit code", async () => {
  const controller = new AbortController();
  const peer = new FakeAssociation();
  const send = peer.send.bind(peer);
  peer.send = (operation) => {
    controller.abort("SIGTERM");
    return send(operation);
  };
  const played = await play({ peer, input: { rename: true }, signal: controller.signal });
  assertEquals([played.code, played.names], [143, names]);
  assertEquals(played.calls, ["abort", "send 1 1 1.2.1"]);
});

Deno.test("an interruption while an association is awaited is no failure of the association", async () => {
  const signal = AbortSignal.abort("SIGINT");
  const { code, story } = await play({ peer: new Error("Connection closed"), signal });
  assertEquals([code, ...story.slice(-2)], [130, "requesting association", "interrupted SIGINT"]);
});

Deno.test("an association that is granted in the moment of the interruption is aborted", async () => {
  const peer = new FakeAssociation();
  const { code, calls } = await play({ peer, signal: AbortSignal.abort("SIGINT") });
  assertEquals([code, calls], [130, ["abort"]]);
});
