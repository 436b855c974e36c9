/** Runs of the program with files and peers that are none. */
import { Inventor } from "../../lib/input/invent.ts";
import { dictionaryInForce } from "../../lib/dictionary/dictionary_in_force.ts";
import type { AppEvent } from "../../lib/console/events.ts";
import { run } from "../../lib/app/run.ts";
import {
  FakeAssociation,
  type FakeFile,
  FakeFiles,
  FakeNetwork,
  retell,
  type SettingsChanges,
  settingsFor,
} from "./fakes.ts";
import { withTree } from "./tree.ts";

/** What came of a run. */
export interface Played {
  code: number;
  story: string[];
  /** Files whose fate was told. */
  settled: string[];
  calls: string[];
  /** Names of the files afterwards. */
  names: string[];
  files: FakeFiles;
  network: FakeNetwork;
}

/** Names of the files. */
export const names = ["a", "bb", "ccc"];

/** Runs with three files and a peer. */
export async function play(
  { peer = new FakeAssociation(), files = {}, paths = names, signal, ...changes }: SettingsChanges & {
    peer?: FakeAssociation | Error;
    files?: Record<string, FakeFile>;
    paths?: string[];
    signal?: AbortSignal;
  },
): Promise<Played> {
  let played: Played | undefined;
  await withTree(names, async (root) => {
    const fake = new FakeFiles(files);
    const network = new FakeNetwork(peer);
    const events: AppEvent[] = [];
    let uids = 0;
    const code = await run(settingsFor(paths.map((name) => `${root}/${name}`), changes), {
      inspect: fake.inspect,
      dictionary: dictionaryInForce(undefined),
      network,
      createInventor: (limits) => {
        const makeUid = (prefix: string) => `${prefix}.${uids++}`;
        return Promise.resolve(new Inventor(limits, { now: () => 1700000000, makeUid }));
      },
      emit: (event) => events.push(event),
      signal,
    });
    const entries = [...Deno.readDirSync(root)].map(({ name }) => name).toSorted();
    const calls = peer instanceof FakeAssociation ? peer.calls : [];
    const isSettled = ({ kind }: AppEvent) => kind === "file settled";
    const settled = retell(events.filter(isSettled), `${root}/`);
    const isTold = (event: AppEvent) => event.kind !== "files found" && !isSettled(event);
    const story = retell(events.filter(isTold), `${root}/`).slice(1);
    played = { code, story, settled, calls, names: entries, files: fake, network };
  });
  if (!played) throw new Error("Expected a run");
  return played;
}
