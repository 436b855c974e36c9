/** Every file of the corpus in every mode that was recorded: verdict, messages, and what arrives. */
import { inflateRawSync } from "node:zlib";
import { assertEquals } from "@std/assert";
import { openCooked } from "../../lib/dataset/cooked_source.ts";
import { transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { drain } from "../support/cook.ts";
import {
  type CorpusEntry,
  corpusReference,
  type Mode,
  profileFor,
  type Verdict,
} from "../support/corpus_reference.ts";
import { type Case, differentialTest, meaningOf, type Observation } from "../support/differential.ts";
import { runInProcess } from "../support/in_process.ts";
import { inspectFile } from "../support/inspecting.ts";
import { corpusFolder, peerTest } from "../support/peers.ts";

/** The receiver of the recording took what storescp takes, which has no colour palettes. */
const colorPaletteStorage = "1.2.840.10008.5.1.4.39.1";
const likeStorescp: Behaviour["answerContext"] = ({ abstractSyntax, transferSyntaxes }) =>
  abstractSyntax === colorPaletteStorage ? { refused: 3 } : transferSyntaxes[0];

interface Sending {
  readonly entry: CorpusEntry;
  readonly path: string;
  readonly mode: Mode;
  readonly verdict: Verdict;
}

/** What became of a file, in the words of the record. */
async function send({ entry, path, mode, verdict }: Sending, receiver: Receiver): Promise<unknown> {
  const args = verdict.opts?.split(" ") ?? [];
  const profile = Deno.makeTempFileSync();
  try {
    Deno.writeTextFileSync(profile, profileFor(entry));
    if (mode === "profile") args.push("-xf", profile, "Only");
    const { code, stderr } = await runInProcess([...args, "127.0.0.1", String(receiver.port), path]);
    await receiver.idle();
    const lines = stderr.replaceAll(path, "FILE").split("\n");
    const withLetters = (letters: string) =>
      lines.filter((line) => letters.includes(line[0])).map((line) => line.slice(3));
    const warnings = withLetters("W");
    return {
      exit: code,
      last_error: withLetters("EF").join(" | "),
      warnings: warnings.length,
      first_warning: warnings[0] ?? "",
    };
  } finally {
    Deno.removeSync(profile);
  }
}

async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)).toHex();
}

/**
 * The data set that arrived is the one that DCMTK sent, or it is the file's own and means the same. What DCMTK sent
 * is known by its digest, which writing anew must give.
 */
async function checkObject({ entry, path, verdict }: Sending, received: Uint8Array): Promise<"same" | "raw"> {
  if (transferSyntaxOf(verdict.rx_transfer_syntax ?? "")?.deflated) {
    return await checkInflated(entry, received);
  }
  const digest = await sha256(received.slice());
  if (verdict.verbatim) assertEquals(digest, entry.file_dataset_sha256);
  if (digest === verdict.rx_dataset_sha256) return "same";
  assertEquals(digest, entry.file_dataset_sha256, "neither the file's own nor what DCMTK sent");
  const target = verdict.rx_transfer_syntax ?? "";
  const cooked = await writtenAnew(path, target);
  const { rx_dataset_bytes: bytes, rx_dataset_sha256: sent } = verdict;
  assertEquals([cooked.length, await sha256(cooked.slice())], [bytes, sent]);
  assertEquals(meaningOf(received, target), meaningOf(cooked, target));
  return "raw";
}

/** How well something is deflated depends on the version of zlib; it must become what was sent without deflating. */
async function checkInflated({ modes }: CorpusEntry, received: Uint8Array): Promise<"same"> {
  assertEquals(await sha256(new Uint8Array(inflateRawSync(received))), modes.default?.rx_dataset_sha256);
  return "same";
}

async function writtenAnew(path: string, transferSyntaxUid: string): Promise<Uint8Array> {
  const { instance } = await inspectFile(path);
  const target = transferSyntaxOf(transferSyntaxUid);
  if (!instance || !target) throw new Error(`Cannot write ${path} anew`);
  const options = {
    source: instance.transferSyntax,
    target,
    newVrs: "as they are",
    deflateLevel: -1,
  } as const;
  const bytes = await openCooked(instance.openTokens(), options);
  try {
    return drain(bytes, 65536);
  } finally {
    bytes.close();
  }
}

/** Sends one file, and gives back what was wrong with that. */
async function faultOf(sending: Sending): Promise<string | undefined> {
  const { verdict, mode } = sending;
  await using receiver = await Receiver.start({
    keep: keepInMemory,
    answerContext: mode === "profile" ? undefined : likeStorescp,
  });
  try {
    const { exit, last_error, warnings, first_warning } = verdict;
    assertEquals(await send(sending, receiver), { exit, last_error, warnings, first_warning });
    assertEquals(receiver.objects.map(({ complete }) => complete), verdict.sent ? [true] : []);
    for (const { kept, transferSyntaxUid, command } of receiver.objects) {
      assertEquals(transferSyntaxUid, verdict.rx_transfer_syntax);
      if (verdict.rx_sop_instance !== undefined) {
        assertEquals(command.affectedSopInstanceUid, verdict.rx_sop_instance);
      }
      if (!kept.bytes) throw new Error("nothing kept");
      await checkObject(sending, kept.bytes);
    }
  } catch (error) {
    return `${sending.path} ${mode} ${verdict.opts ?? ""}: ${(error as Error).message}`;
  }
}

for (const mode of ["default", "required", "profile"] as const) {
  peerTest(`every file of the corpus gets DCMTK's verdict, mode ${mode}`, {
    needs: { corpus: corpusFolder() },
    fn: async ({ corpus }) => {
      const faults: string[] = [];
      for (const entry of corpusReference(corpus)) {
        const verdict = entry.modes[mode];
        if (!verdict) continue;
        const fault = await faultOf({ entry, path: `${corpus}/${entry.path}`, mode, verdict });
        if (fault) faults.push(fault);
      }
      assertEquals(faults.join("\n\n"), "");
    },
  });
}

/** Ours writes a data set in another way than DCMTK, and says nothing of that. */
function withoutWriter(seen: Observation): Observation {
  const lines = /^D: Dcm(Item::computeGroupLengthAndPadding|Element::compact)\(\) .*\n/gm;
  return { ...seen, stderr: seen.stderr.replaceAll(lines, "") };
}

/** Runs with many files each, whose whole dialogue is compared: one for each way to propose. */
function cases(folder: string): Case[] {
  const entries = corpusReference(folder);
  const optionsOf = ({ modes }: CorpusEntry) => modes.required?.opts ?? "";
  const groups = new Map([["", entries], ...Map.groupBy(entries, optionsOf)]);
  return Array.from(groups, ([options, members]) => {
    const names = members.map(({ path }) => path.replaceAll("/", "+"));
    const files = members.map(({ path }, at) => [names[at], `${folder}/${path}`]);
    return {
      name: "corpus",
      mask: withoutWriter,
      args: [
        "-d",
        "-nh",
        ...options.split(" ").filter(Boolean),
        "PEER",
        ...names.map((name) => `DIR/${name}`),
      ],
      files: Object.fromEntries(files),
    };
  });
}

const folder = corpusFolder();
if (folder) differentialTest("the corpus gets DCMTK's lines, bytes and verdicts in one run", cases(folder));
