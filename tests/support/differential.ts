/**
 * The same command line through DCMTK's storescu and through ours, each with a peer and files of its own, and
 * everything that can be seen of both compared.
 */
import { inflateRawSync } from "node:zlib";
import { assertEquals } from "@std/assert";
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import type { ReceivedObject } from "../../scripts/receiver/received.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { DicomError } from "../../lib/base/errors.ts";
import { transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";
import { associationItems } from "./association_items.ts";
import { listElements, readerOver } from "./reading.ts";
import { runInProcess } from "./in_process.ts";
import { dcmtkProgram, peerTest } from "./peers.ts";
import { type Ran, runProgram } from "./run_program.ts";
import { ScriptedPeer, type Step } from "./scripted_peer.ts";

/** One command line, and the world it runs in. Of peer and scripts at most one is given. */
export interface Case {
  readonly name: string;
  /** `PEER` stands for host and port of the peer, `PORT` for the port alone; `DIR` begins the path of a file. */
  readonly args: readonly string[];
  /** Files that are there before: their contents, or the paths they are copied from. Each run has its own. */
  readonly files?: Readonly<Record<string, Uint8Array | string>>;
  /** Makes what has to be there besides: links, special files, folders. */
  readonly prepare?: (folder: string) => void;
  /** How the recording receiver behaves; by default it accepts everything. */
  readonly behaviour?: Behaviour;
  /** Scripts for the connections, in their order, instead of the receiver. */
  readonly scripts?: Step[][];
  /** What ours shows where it knowingly differs, made of what the oracle shows. */
  readonly ours?: (oracle: Observation) => Observation;
  /** What is different in every run of the same program, made the same in everything that is text or an element. */
  readonly maskText?: (text: string) => string;
  /** What is of no interest in both, made the same. */
  readonly mask?: (observation: Observation) => Observation;
}

/** Everything that can be seen of a run. */
export interface Observation extends Ran {
  /** What the peer has seen of associations: items of the requests, breaches of the Standard, ends. */
  readonly associations: readonly Record<string, unknown>[];
  /** What the peer has seen of objects: context, command set, data set. */
  readonly objects: readonly unknown[];
  /** Paths of the files afterwards. */
  readonly files: readonly string[];
}

/** A test that compares all cases, some at a time, and shows every difference; skipped where there is no oracle. */
export function differentialTest(
  name: string,
  cases: readonly Case[],
  { atOnce = 4, needs = {} }: { atOnce?: number; needs?: Record<string, string | undefined> } = {},
): void {
  peerTest(name, {
    needs: { ...needs, "storescu 3.6.7": dcmtkProgram("storescu") },
    fn: async ({ "storescu 3.6.7": oracle }) => {
      const differences: string[] = [];
      await inParallel(cases, {
        atOnce,
        run: async (one) => {
          const difference = await differenceOf(one, oracle).catch((error) => `${error.stack}`);
          if (difference) differences.push(`${one.name}: ${one.args.join(" ")}\n${difference}`);
        },
      });
      if (differences.length > 0) throw new Error(differences.join("\n\n"));
    },
  });
}

/** Runs something for everything in a list, with so many under way at any time. */
export async function inParallel<T>(
  list: readonly T[],
  { atOnce, run }: { atOnce: number; run: (one: T) => Promise<void> },
): Promise<void> {
  const rest = list.values();
  const workers = Array.from({ length: atOnce }, async () => {
    for (const one of rest) await run(one);
  });
  await Promise.all(workers);
}

/** More than any run takes that comes to an end. */
const maxRunMs = 20_000;

async function inTime(who: string, run: (signal: AbortSignal) => Promise<Ran>): Promise<Ran> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const controller = new AbortController();
  const timer = setTimeout(() => {
    controller.abort();
    reject(new Error(`${who} did not end within ${maxRunMs} ms`));
  }, maxRunMs);
  try {
    return await Promise.race([run(controller.signal), late]);
  } finally {
    clearTimeout(timer);
  }
}

/** The lines in which ours (`-`) and the oracle (`+`) differ, if they do. */
export async function differenceOf(one: Case, oracle: string): Promise<string | undefined> {
  const { mask = (observation) => observation, ours: adapt = (observation) => observation } = one;
  const env = { TCP_NODELAY: "1" };
  const [expected, actual] = await Promise.all([
    observe(one, (args) => inTime("The oracle", (signal) => runProgram(oracle, args, { env, signal }))),
    observe(one, (args) => inTime("Ours", () => runInProcess(args))),
  ]);
  try {
    assertEquals(mask(actual), mask(adapt(expected)));
  } catch (error) {
    return onlyDifferences((error as Error).message);
  }
}

const maxShownLines = 60;

/** The lines that differ, and one before and behind each. */
function onlyDifferences(message: string): string {
  const lines = message.replaceAll(/\x1b\[[\d;]*m/g, "").split("\n");
  const differs = (at: number) => /^\s*[-+] {2,}/.test(lines[at] ?? "");
  const shown = lines.filter((_, at) => differs(at - 1) || differs(at) || differs(at + 1));
  return shown.slice(0, maxShownLines).join("\n");
}

/** Runs a case with a program. */
export async function observe(
  one: Case,
  run: (args: string[]) => Promise<Ran>,
): Promise<Observation> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, file] of Object.entries(one.files ?? {})) await putFile(`${folder}/${name}`, file);
    one.prepare?.(folder);
    const runTo: RunTo = { run: (port) => run(argsFor(one, { port, folder })), maskText: one.maskText };
    const seen = one.scripts
      ? await withScripts(one.scripts, runTo)
      : await withReceiver(one.behaviour, runTo);
    const { port, stdout, stderr, ...rest } = seen;
    const { maskText = (text) => text } = one;
    const comparable = (text: string) => maskText(comparableText(text.replaceAll(folder, "DIR"), port));
    const files = [...filesBelow(folder, "")].toSorted();
    return { ...rest, stdout: comparable(stdout), stderr: comparable(stderr), files };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function putFile(path: string, file: Uint8Array | string): Promise<void> {
  await Deno.mkdir(path.replace(/\/[^/]*$/, ""), { recursive: true });
  if (typeof file === "string") await Deno.copyFile(file, path);
  else await Deno.writeFile(path, file);
}

function* filesBelow(folder: string, prefix: string): Generator<string> {
  for (const { name, isDirectory } of Deno.readDirSync(folder)) {
    if (isDirectory) yield* filesBelow(`${folder}/${name}`, `${prefix}${name}/`);
    else yield prefix + name;
  }
}

function argsFor({ args }: Case, { port, folder }: { port: number; folder: string }): string[] {
  return args.flatMap((arg) => {
    if (arg === "PEER") return ["127.0.0.1", String(port)];
    return arg.replace(/^DIR(?=\/|$)/, folder).replaceAll(/\bPORT\b/g, String(port));
  });
}

type Seen = Omit<Observation, "files"> & { port: number };
type RunTo = { run: (port: number) => Promise<Ran>; maskText?: Case["maskText"] };

const maxIdleMs = 10_000;

/** A receiver that was told to be deaf does not notice the end of a connection. */
async function inPatience(idle: Promise<void>): Promise<void> {
  const { promise: late, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, maxIdleMs);
  await Promise.race([idle, late]);
  clearTimeout(timer);
}

async function withReceiver(behaviour: Behaviour | undefined, { run, maskText }: RunTo): Promise<Seen> {
  await using receiver = await Receiver.start({ keep: keepInMemory, ...behaviour });
  const { port } = receiver;
  const ran = await run(port);
  await inPatience(receiver.idle());
  const associations = receiver.associations.map(({ requestBytes, problems, end, abort }) => ({
    items: associationItems(requestBytes),
    problems,
    end,
    abort,
  }));
  const facts = (object: ReceivedObject) => objectFacts(object, maskText);
  return { ...ran, port, associations, objects: await Promise.all(receiver.objects.map(facts)) };
}

async function objectFacts(object: ReceivedObject, maskText: Case["maskText"]): Promise<unknown> {
  const { contextId, transferSyntaxUid, commandBytes, complete, kept: { bytes } } = object;
  if (maskText) return maskedFacts(object, maskText);
  const command = commandBytes.toHex();
  // How much of an object that ends early has been sent is a matter of chance
  const dataSet = complete && bytes ? await digest(meaningOf(bytes, transferSyntaxUid)) : undefined;
  return { contextId, transferSyntaxUid, command, complete, dataSet };
}

/** The same without what is different in every run; what is known by its digest only could not be masked. */
function maskedFacts(object: ReceivedObject, maskText: (text: string) => string): unknown {
  const { contextId, transferSyntaxUid, command, complete, kept: { bytes } } = object;
  const elements = bytes ? meaningOf(bytes, transferSyntaxUid).split("\n") : [];
  const masked = elements.map((line) =>
    line.replace(/[0-9a-f]*$/, (hex) => maskText(new TextDecoder("latin1").decode(Uint8Array.fromHex(hex))))
  );
  return {
    contextId,
    transferSyntaxUid,
    complete,
    command: maskText(JSON.stringify(command)),
    elements: masked,
  };
}

/** A data set without lengths and padding, which ours keeps where DCMTK writes them anew, and inflated. */
export function meaningOf(bytes: Uint8Array, transferSyntaxUid: string): string {
  const syntax = transferSyntaxOf(transferSyntaxUid);
  if (!syntax) return bytes.toHex();
  const inflated = syntax.deflated ? new Uint8Array(inflateRawSync(bytes)) : bytes;
  try {
    return listElements(readerOver(inflated, { syntax, inflated: syntax.deflated })).join("\n");
  } catch (error) {
    // The receiver was told to answer by another transfer syntax than it believes
    if (error instanceof DicomError) return bytes.toHex();
    throw error;
  }
}

async function digest(text: string): Promise<string> {
  const bytes = new TextEncoder().encode(text);
  return `${bytes.length} ${new Uint8Array(await crypto.subtle.digest("SHA-1", bytes)).toHex()}`;
}

async function withScripts(scripts: Step[][], { run }: RunTo): Promise<Seen> {
  await using peer = await ScriptedPeer.start(...scripts);
  const { port, heard } = peer;
  const ran = await run(port);
  await peer.finished();
  const objects = heard.filter(([type]) => type !== 1).map(pduFacts);
  const associations = heard.filter(([type]) => type === 1).map((pdu) => ({ items: associationItems(pdu) }));
  return { ...ran, port, associations, objects };
}

/** How data is cut into PDUs is everyone's own business; everything else is compared byte for byte. */
function pduFacts(pdu: Uint8Array): string {
  return pdu[0] === 4 ? "P-DATA-TF" : pdu.toHex();
}

/** DCMTK's exit code is what happens to lie in memory where the peer ends everything; ours is always 10. */
export function withFixedCode(seen: Observation): Observation {
  const isGone = /^(I: Peer Aborted Association|E: Protocol Error: Peer requested release \(Aborting\))$/m;
  return isGone.test(seen.stderr) ? { ...seen, code: 10 } : seen;
}

/** Text without what names a program, an installation or a port. */
export function comparableText(text: string, port: number): string {
  return text
    .replace(/\$(dcmtk|storescu): storescu v[^$]*\$/, "BANNER")
    .replaceAll(/^(.*Our Implementation (?:Class UID|Version Name): +).*$/gm, "$1OURS")
    .replaceAll(/^D: DcmDataDictionary: .*\n/gm, "")
    .replaceAll(/^D: DULFSM: disabling Nagle .*\n/gm, "")
    // What ours has to say about a bad file at level info
    .replaceAll(/^(E: Bad DICOM file: .*\n)I: {3}.*\n/gm, "$1")
    .replaceAll(new RegExp(`(?<![\\d.])${port}(?![\\d.])`, "g"), "PORT");
}
