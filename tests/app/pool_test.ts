import { assertEquals } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import type { AppEvent } from "../../lib/console/events.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import { conditions } from "../../lib/dictionary/conditions.ts";
import type { AssociationRequest, GrantedAssociation, Network } from "../../lib/app/associate.ts";
import { inOnePiece } from "../../lib/app/pool.ts";
import { run } from "../../lib/app/run.ts";
import type { Emit } from "../../lib/console/events.ts";
import { FakeAssociation, FakeFiles, settingsFor } from "../support/fakes.ts";
import { withTree } from "../support/tree.ts";

/** What a peer does about a request; one that is silent lets it wait until it is given up. */
type Answer = GrantedAssociation | Error | "silence";

/** A network that grants one association after the other, and refuses when there are no more. */
class Peers implements Network {
  readonly #peers: Answer[];

  constructor(peers: readonly Answer[]) {
    this.#peers = [...peers];
  }

  prepare(): Promise<void> {
    return Promise.resolve();
  }

  finish(): void {}

  request({ signal }: AssociationRequest, emit: Emit): Promise<GrantedAssociation> {
    emit({ kind: "requesting association" });
    const peer = this.#peers.shift() ?? new DicomError(conditions.DUL_REQUESTASSOCIATIONFAILED);
    if (peer === "silence") {
      return new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
    }
    return peer instanceof Error ? Promise.reject(peer) : Promise.resolve(peer);
  }
}

/** A peer that is lost before its second object. */
class ShortLived extends FakeAssociation {
  override async send(...operation: Parameters<FakeAssociation["send"]>) {
    const pending = await super.send(...operation);
    this.isUsable = false;
    return pending;
  }
}

/** A peer that aborts while an object is under way. */
class LostWithAnObject extends FakeAssociation {
  override send(): never {
    this.isUsable = false;
    throw new DicomError(conditions.DUL_PEERABORTEDASSOCIATION);
  }
}

const names = Array.from({ length: 12 }, (_, index) => `file${String(index).padStart(2, "0")}`);

async function play(
  peers: readonly Answer[],
  { halt = true }: { halt?: boolean } = {},
): Promise<{ code: number; events: AppEvent[]; sent: string[] }> {
  const events: AppEvent[] = [];
  let code = -1;
  await withTree(names, async (root) => {
    const sending = { associations: peers.length, haltOnUnsuccessfulStore: halt };
    code = await run(settingsFor(names.map((name) => `${root}/${name}`), { sending }), {
      inspect: new FakeFiles().inspect,
      dictionary: dictionaryInForce(undefined),
      network: new Peers(peers),
      createInventor: () => Promise.reject(new Error("Nothing is to be invented")),
      emit: (event) => events.push(event),
    });
  });
  const settled = events.flatMap((event) =>
    event.kind === "file settled" ? [`${event.path.slice(-6)} ${event.outcome.kind}`] : []
  );
  return { code, events, sent: settled.toSorted() };
}

const all = names.map((name) => `${name} stored`);

Deno.test("several associations send every file once and are all released", async () => {
  const peers = [new FakeAssociation(), new FakeAssociation(), new FakeAssociation()];
  const { code, sent } = await play(peers);
  assertEquals([code, sent], [0, all]);
  assertEquals(peers.map(({ calls }) => calls.at(-1)), ["release", "release", "release"]);
  assertEquals(peers.map(({ calls }) => calls.length > 1), [true, true, true]);
});

Deno.test("without further associations the first one does all the work", async () => {
  const { code, sent, events } = await play([new FakeAssociation(), new Error("No"), new Error("No")]);
  assertEquals([code, sent], [0, all]);
  assertEquals(events.filter(({ kind }) => kind === "association missing").length, 2);
  assertEquals(events.filter(({ kind }) => kind === "association failed").length, 0);
});

Deno.test("when all is sent nobody waits for an association that does not come", async () => {
  const { code, sent, events } = await play([new FakeAssociation(), "silence", "silence"]);
  assertEquals([code, sent], [0, all]);
  assertEquals(events.filter(({ kind }) => kind === "association not needed").length, 2);
  assertEquals(events.filter(({ kind }) => kind === "association missing").length, 0);
});

Deno.test("an association that is lost between objects leaves the rest to the others", async () => {
  for (const halt of [true, false]) {
    const lost = new ShortLived();
    const { code, sent, events } = await play([lost, new FakeAssociation()], { halt });
    assertEquals([code, sent], [0, all]);
    assertEquals(lost.calls.map((call) => call.slice(0, 5)), ["send ", "abort", "close"]);
    assertEquals(events.filter(({ kind }) => kind === "association lost").length, 1);
  }
});

Deno.test("an association that is lost with an object is no success, although the others do the rest", async () => {
  const { code, sent, events } = await play([new LostWithAnObject(), new FakeAssociation()], { halt: false });
  assertEquals([code, sent.length], [1, names.length]);
  assertEquals(sent.filter((line) => !line.endsWith("stored")).length, 1);
  assertEquals(events.filter(({ kind }) => kind === "association lost").length, 1);
});

Deno.test("the last association keeps the work, and fails with it", async () => {
  const faults = { send: new DicomError(conditions.DUL_PEERABORTEDASSOCIATION) };
  const { sent } = await play([new ShortLived(), new FakeAssociation([], faults)], { halt: false });
  assertEquals(sent.filter((line) => line.endsWith("not-sent")).length, 11);
});

/** A peer that is lost as soon as it has an object, and when others have come to some point. */
class Fragile extends FakeAssociation {
  constructor(readonly until: Promise<void> = Promise.resolve()) {
    super();
  }

  override async send(...operation: Parameters<FakeAssociation["send"]>) {
    if (!this.isUsable) throw new DicomError(conditions.DUL_PEERABORTEDASSOCIATION);
    const { response, ...pending } = await super.send(...operation);
    const end = async () => {
      await this.until;
      this.isUsable = false;
      return await response;
    };
    return { ...pending, response: end() };
  }

  override async release() {
    if (!this.isUsable) throw new DicomError(conditions.DUL_PEERABORTEDASSOCIATION);
    await super.release();
  }
}

Deno.test("when all associations are lost at once the work is not left to nobody", async () => {
  const { code, sent } = await play([new Fragile(), new Fragile()], { halt: false });
  assertEquals([code, sent.length], [1, names.length]);
  assertEquals(sent.filter((line) => line.endsWith("not-sent")).length, names.length - 2);
});

Deno.test("an association that is being released does not count as one that could go on", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const releasing = Object.assign(new FakeAssociation(), {
    release: async () => {
      resolve();
      await new Promise((resolve) => setTimeout(resolve, 1));
    },
  });
  const { sent } = await play([releasing, new Fragile(promise)], { halt: false });
  assertEquals(sent.length, names.length);
  assertEquals(sent.filter((line) => line.endsWith("not-sent")).length, 1);
});

Deno.test("a refusal halts all associations, and gives the exit code", async () => {
  const { code, sent } = await play([new FakeAssociation([0, 0xa700]), new FakeAssociation()]);
  assertEquals(code, 0xa7);
  assertEquals(sent.filter((line) => line.endsWith("refused")).length, 1);
  assertEquals(sent.length < names.length, true);
});

Deno.test("what is told of an object is told in one piece", () => {
  const told: string[] = [];
  const emit = (event: AppEvent) => told.push("path" in event ? `${event.kind} ${event.path}` : event.kind);
  const [one, two] = [inOnePiece(emit), inOnePiece(emit)];
  one({ kind: "sending file", path: "a" });
  two({ kind: "sending file", path: "b" });
  one({ kind: "object ends" });
  two({ kind: "file settled", path: "b", pass: 0, outcome: { kind: "stored", status: 0 } });
  one({ kind: "file settled", path: "a", pass: 0, outcome: { kind: "stored", status: 0 } });
  assertEquals(told, ["sending file b", "file settled b", "sending file a", "object ends", "file settled a"]);
});
