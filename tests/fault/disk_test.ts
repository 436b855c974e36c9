import { assertEquals } from "@std/assert";
import type { ByteSource, Filled } from "../../lib/base/byte_source.ts";
import { TcpNetwork } from "../../lib/app/network.ts";
import { run } from "../../lib/app/run.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import { createInspect } from "../../lib/input/inspect.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { settingsFor } from "../support/fakes.ts";
import { testObject } from "./objects.ts";

/** A disk that gives some bytes, and then an error. */
class FailingSource implements ByteSource {
  readonly #source: ByteSource;
  readonly #isAsync: boolean;
  #left: number;

  constructor(source: ByteSource, { after, isAsync }: Disk) {
    this.#source = source;
    this.#isAsync = isAsync;
    this.#left = after;
  }

  fill(view: Uint8Array): Filled | Promise<Filled> {
    this.#left -= view.length;
    if (this.#left >= 0) return this.#source.fill(view);
    const error = new Error("Input/output error (os error 5)");
    if (this.#isAsync) return Promise.reject(error);
    throw error;
  }

  close(): void {
    this.#source.close();
  }
}

interface Disk {
  /** How many bytes can be read. */
  readonly after: number;
  /** Whether the error comes later. */
  readonly isAsync: boolean;
}

const dictionary = dictionaryInForce(undefined);
const inspect = createInspect({ readMode: "auto", uidPadding: false, dictionary });

/** Sends the file to the port from such a disk. */
async function sendFrom(disk: Disk, { path, port }: { path: string; port: number }) {
  const defaults = settingsFor([path], { input: { rename: true } });
  const settings = { ...defaults, peer: { ...defaults.peer, host: "127.0.0.1", port } };
  const fates: string[] = [];
  const code = await run(settings, {
    inspect: async (...args) => {
      const instance = await inspect(...args);
      const openRaw = () => new FailingSource(instance.openRaw(), disk);
      return Object.create(instance, { openRaw: { value: openRaw } });
    },
    dictionary,
    network: new TcpNetwork(settings, { isLogged: () => false, environment: () => undefined }),
    createInventor: () => Promise.reject(new Error("Nothing is to be invented")),
    emit: (event) => event.kind === "file settled" && fates.push(event.outcome.kind),
  });
  return { code, fates };
}

Deno.test("a disk that fails anywhere in an object ends in an abort, and nobody keeps half of it", async () => {
  const path = await Deno.makeTempFile();
  const { file, dataSet } = testObject(1, 700_000);
  const places = [0, 20_000, 270_000, 530_000, dataSet.length - 1];
  for (const disk of places.flatMap((after) => [{ after, isAsync: false }, { after, isAsync: true }])) {
    await Deno.writeFile(path, file);
    await using receiver = await Receiver.start();
    const { code, fates } = await sendFrom(disk, { path, port: receiver.port });
    await receiver.idle();
    const { completeObjects } = receiver.received;
    const ends = receiver.associations.map(({ end }) => end);
    assertEquals(
      [code, fates, completeObjects, ends],
      [1, ["not-sent"], 0, ["aborted"]],
      JSON.stringify(disk),
    );
    await Deno.remove(`${path}.bad`);
  }
});
