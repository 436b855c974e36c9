import { assert, assertEquals } from "@std/assert";
import { run } from "../../lib/app/run.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import type { PendingStore, StoreOperation } from "../../lib/storage/association.ts";
import { FakeAssociation, FakeFiles, FakeNetwork, settingsFor } from "../support/fakes.ts";
import { withTree } from "../support/tree.ts";

/** A peer that never answers its first object as long as it gets others. */
class Forgetful extends FakeAssociation {
  readonly ids = new Set<number>();
  readonly #first = Promise.withResolvers<{ status: number }>();

  override async send(operation: StoreOperation): Promise<PendingStore> {
    const { messageId } = operation;
    assert(!(messageId === 1 && this.ids.has(1)), "the id of an outstanding message is used again");
    this.ids.add(messageId);
    this.calls.length = 0;
    const pending = await super.send(operation);
    return messageId === 1 ? { ...pending, response: this.#first.promise } : pending;
  }

  answerFirst(): void {
    this.#first.resolve({ status: 0 });
  }
}

Deno.test("message ids are used again, but not while they are outstanding", async () => {
  const peer = Object.assign(new Forgetful(), { asyncWindow: 2 });
  const files = new FakeFiles();
  let settled = 0;
  await withTree(["a"], async (root) => {
    const code = await run(settingsFor([`${root}/a`], { sending: { repeat: 0x10002 } }), {
      inspect: files.inspect,
      dictionary: dictionaryInForce(undefined),
      createInventor: () => Promise.reject(new Error("Nothing is to be invented")),
      network: new FakeNetwork(peer),
      emit: ({ kind }) => {
        if (kind === "file settled" && ++settled === 0x10001) peer.answerFirst();
      },
    });
    assertEquals([code, settled, peer.ids.size], [0, 0x10002, 0x10000]);
  });
});

Deno.test("with many objects outstanding the next one is announced once", async () => {
  const peer = Object.assign(new FakeAssociation(), { asyncWindow: 500 });
  await withTree(["a"], async (root) => {
    const code = await run(settingsFor([`${root}/a`], { sending: { repeat: 1000 } }), {
      inspect: new FakeFiles().inspect,
      dictionary: dictionaryInForce(undefined),
      createInventor: () => Promise.reject(new Error("Nothing is to be invented")),
      network: new FakeNetwork(peer),
      emit: () => {},
    });
    assertEquals([code, peer.calls.length], [0, 1001]);
  });
  assert(peer.announced.length < 1000, `announced ${peer.announced.length} times`);
});
