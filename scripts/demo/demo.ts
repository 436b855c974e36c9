/**
 * Shows the program at work: starts a receiver, sends testdata/dicom to it as a user would, and compares what
 * arrived with the files, byte for byte.
 *
 *     deno task demo
 *
 * @module
 */
import { storageSopClassOf } from "../../lib/dictionary/sop_classes.ts";
import { transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";
import { keepInMemory } from "../receiver/objects.ts";
import type { ReceivedObject } from "../receiver/received.ts";
import { Receiver } from "../receiver/receiver.ts";
import { sendPermissions } from "../ship/permissions.ts";
import { root } from "../ship/project.ts";

const folder = "testdata/dicom";

/** What came of the demo. */
export interface DemoResult {
  /** Exit code of the sender. */
  readonly code: number;
  /** Everything in which the sender broke the Standard. */
  readonly problems: readonly string[];
  readonly files: readonly FileResult[];
}

/** What became of a file; `lost` where nothing like it has arrived. */
export interface FileResult {
  readonly name: string;
  readonly fate: "identical" | "re-encoded" | "left out" | "lost";
  readonly object?: ReceivedObject;
}

/** The arguments of a send to a port. */
export function sendArguments(port: number): string[] {
  return ["+sd", "-nh", "-xf", "scripts/demo/profile.cfg", "Demo", "127.0.0.1", `${port}`, folder];
}

/** Sends by the command that is given: a program and its first arguments. */
export async function demo(
  [program, ...first]: readonly string[],
  onStart: (command: readonly string[]) => void = () => {},
): Promise<DemoResult> {
  await using receiver = await Receiver.start({ keep: keepInMemory });
  const args = [...first, ...sendArguments(receiver.port)];
  onStart([program, ...args]);
  const { code } = await new Deno.Command(program, { args, cwd: root, stdin: "null" }).spawn().status;
  await receiver.idle();
  const names = [...Deno.readDirSync(`${root}${folder}`)].map(({ name }) => name).sort();
  return { code, problems: receiver.problems, files: names.map((name) => fateOf(name, receiver.objects)) };
}

function fateOf(name: string, objects: readonly ReceivedObject[]): FileResult {
  const file = Deno.readFileSync(`${root}${folder}/${name}`);
  if (new TextDecoder().decode(file.subarray(128, 132)) !== "DICM") return { name, fate: "left out" };
  const text = new TextDecoder("latin1").decode(file);
  const object = objects.find(({ complete, command }) =>
    complete && text.includes(command.affectedSopInstanceUid ?? "no UID")
  );
  if (!object) return { name, fate: "lost" };
  const isIdentical = object.kept.bytes?.toHex() === dataSetOf(file).toHex();
  return { name, object, fate: isIdentical ? "identical" : "re-encoded" };
}

/** What stands behind the file meta information, whose length is its first value (PS3.10, Section 7.1). */
function dataSetOf(file: Uint8Array): Uint8Array {
  return file.subarray(144 + new DataView(file.buffer).getUint32(140, true));
}

function line({ name, fate, object }: FileResult): string {
  if (!object) return `  ${name.padEnd(28)}${fate}`;
  const syntax = transferSyntaxOf(object.transferSyntaxUid)?.name ?? object.transferSyntaxUid;
  const sopClass = storageSopClassOf(object.command.affectedSopClassUid ?? "")?.modality ?? "?";
  return `  ${name.padEnd(28)}${sopClass.padEnd(5)}${syntax.padEnd(36)}${
    String(object.bytes).padStart(6)
  }  ${fate}`;
}

/** Whether everything went as it should: all files identical, but for those that are none of DICOM. */
export function isGood({ code, problems, files }: DemoResult): boolean {
  return code === 0 && problems.length === 0 &&
    files.every(({ fate }) => fate === "identical" || fate === "left out");
}

if (import.meta.main) {
  const result = await demo([Deno.execPath(), "run", ...sendPermissions, "main.ts"], ([, ...args]) => {
    console.log(`A receiver is listening. Sending to it:\n\n  deno ${args.join(" ")}\n`);
  });
  console.log(
    `\nWhat has arrived (class, transfer syntax, bytes):\n\n${result.files.map(line).join("\n")}\n`,
  );
  for (const problem of result.problems) console.log(`The sender broke the Standard: ${problem}`);
  const count = result.files.filter(({ fate }) => fate === "identical").length;
  console.log(
    isGood(result)
      ? `All ${count} DICOM files have arrived, byte for byte; what is no DICOM was left out.`
      : `This is not what it should be. The sender ended with exit code ${result.code}.`,
  );
  Deno.exit(isGood(result) ? 0 : 1);
}
