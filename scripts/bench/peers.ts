/** The senders that are compared: ours, and whatever else is installed. */
import type { DenoFolder } from "../deno_folder.ts";
import { dcmtkProgram } from "../../tests/support/peers.ts";
import type { Data } from "./data.ts";
import type { Command } from "./measure.ts";
import { bundle, bundleSplit } from "../bundle.ts";

/** What to send, and where to. */
export interface Job {
  readonly port: number;
  readonly data: Data;
  /** The folder is given instead of its files, and the sender has to look for them. */
  readonly scan: boolean;
  /** The certificate of a receiver that talks TLS. */
  readonly certificate?: string;
}

/** A program that sends, with the options of one case. */
export interface Sender {
  readonly name: string;
  /** How it is started; `undefined` where it is not installed. */
  command(job: Job): Command | undefined;
  /** Reads nothing of what the receiver says, and sends no DICOM messages. */
  readonly raw?: boolean;
  /** `false` for what only starts and ends. */
  readonly sends?: boolean;
  /** The exit code of a run without a fault, where it is not 0. */
  readonly knownExitCode?: number;
}

const host = "127.0.0.1";
const nodelay = { TCP_NODELAY: "1" };
const stock = { TCP_NODELAY: "" };

function paths({ data, scan }: Job): readonly string[] {
  return scan ? [data.folder] : data.files;
}

/** Options that this program and DCMTK's have in common. */
function common({ scan, certificate }: Job): string[] {
  return [...(scan ? ["+sd", "+r"] : []), ...(certificate ? ["+tla", "+cf", certificate] : [])];
}

const main = new URL("../../main.ts", import.meta.url).pathname;
const running = ["run", "--allow-all", "--no-prompt"];

/** This program bundled and minified into a few files, with its own options in addition. */
export function ours(name = "ours", ...options: string[]): Sender {
  return sending(name, { program: bundled, options });
}

/** The same from its source. */
export function oursFromSource(...options: string[]): Sender {
  return sending("ours, from source", { program: source, options });
}

function sending(name: string, { program, options }: { program: () => string; options: string[] }): Sender {
  return {
    name,
    command: (job) => {
      const args = [...running, program(), ...options, ...common(job), host, String(job.port), ...paths(job)];
      return { program: Deno.execPath(), args, env: stock };
    },
  };
}

/** This program with a command line that sends nothing, and the exit code that belongs to it. */
export function oursAnswering(
  name: string,
  { args, exitCode, program }: { args: string[]; exitCode: number; program: () => string },
): Sender {
  const command = () => ({ program: Deno.execPath(), args: [...running, program(), ...args] });
  return { name, sends: false, knownExitCode: exitCode, command };
}

let bundleFolder: string | undefined;

/** Bundles this program, in parts and in one file; gives back the bytes of the one file. */
export async function makeBundles(): Promise<number> {
  bundleFolder = Deno.makeTempDirSync({ prefix: "bench-bundle-" });
  await bundleSplit(bundleFolder);
  await bundle(bundledInOne());
  return Deno.statSync(bundledInOne()).size;
}

/** The program's source. */
export function source(): string {
  return main;
}

/** The program as it was bundled in parts. */
export function bundled(): string {
  return `${bundleFolder}/main.js`;
}

/** The program as it was bundled in one file. */
export function bundledInOne(): string {
  return `${bundleFolder}/storescu.js`;
}

/**
 * Has Deno keep the compiled code of every form of this program, which it only does in a run that waits for something:
 * one that answers `--version` is over before.
 */
export async function compileOnce(denoFolder: DenoFolder): Promise<void> {
  const file = new URL("../../testdata/dicom/ct_implicit.dcm", import.meta.url).pathname;
  for (const program of [source(), bundled(), bundledInOne()]) {
    const args = [...running, program, host, "1", file];
    await new Deno.Command(Deno.execPath(), { args, env: denoFolder.env, stderr: "null" }).output();
  }
}

/** Removes what was bundled. */
export function removeBundle(): void {
  if (bundleFolder !== undefined) Deno.removeSync(bundleFolder, { recursive: true });
  bundleFolder = undefined;
}

function dcmtk(program: string, { name, env, options }: {
  name: string;
  env: Record<string, string>;
  options: readonly string[];
}): Sender {
  const path = dcmtkProgram(program);
  return {
    name,
    command: (job) => {
      const args = [...options, ...common(job), host, String(job.port), ...paths(job)];
      return path === undefined ? undefined : { program: path, args, env };
    },
  };
}

/** DCMTK's storescu as it comes. */
export function storescu(...options: string[]): Sender {
  return dcmtk("storescu", { name: "storescu", env: stock, options });
}

/** DCMTK's storescu with the environment variable TCP_NODELAY=1. */
export function storescuNodelay(...options: string[]): Sender {
  return dcmtk("storescu", { name: "storescu NODELAY", env: nodelay, options });
}

/** DCMTK's other sender. */
export const dcmsend: Sender = dcmtk("dcmsend", { name: "dcmsend", env: stock, options: [] });

/** The same with the environment variable TCP_NODELAY=1. */
export const dcmsendNodelay: Sender = dcmtk("dcmsend", {
  name: "dcmsend NODELAY",
  env: nodelay,
  options: [],
});

/** pynetdicom's storescu application. */
export const pynetdicom: Sender = {
  name: "pynetdicom",
  command: ({ port, data, scan }) => {
    const python = found("python3");
    if (!python || !answers(python, ["-c", "import pynetdicom"])) return undefined;
    const args = ["-m", "pynetdicom", "storescu", ...(scan ? ["-r"] : []), host, String(port), data.folder];
    return { program: python, args };
  },
};

/** GDCM's sender. Version 3.0.21 sends and releases everything, and then ends itself by SIGABRT. */
export const gdcmscu: Sender = {
  name: "gdcmscu",
  knownExitCode: 134,
  command: ({ port, data, scan }) => {
    const program = found("gdcmscu");
    const input = data.files.length === 1 ? data.files : ["-i", data.folder];
    return program
      ? { program, args: ["--store", host, String(port), ...(scan ? ["-r"] : []), ...input] }
      : undefined;
  },
};

/** dicom-storescu of dicom-rs. */
export const dicomRs: Sender = {
  name: "dicom-rs",
  command: (job) => {
    const program = found("dicom-storescu");
    return program ? { program, args: [`${host}:${job.port}`, ...paths(job)] } : undefined;
  },
};

/** For comparison: the bytes of the files, read and written to a connection by `cat`, and nothing else. */
export const plainCopy: Sender = {
  name: "plain copy",
  raw: true,
  command: ({ port, data }) => {
    const bash = found("bash");
    return bash
      ? { program: bash, args: ["-c", `cat "$@" >/dev/tcp/${host}/${port}`, "cat", ...data.files] }
      : undefined;
  },
};

/** The floor of a start-up: a program with nothing in it. */
export const emptyProgram: Sender = {
  name: "empty program",
  sends: false,
  command: () => {
    const script = new URL("empty.ts", import.meta.url).pathname;
    return { program: Deno.execPath(), args: ["run", "--allow-all", "--no-prompt", script] };
  },
};

/** The first program of this name on the PATH. */
function found(name: string): string | undefined {
  const folders = [...(Deno.env.get("PATH") ?? "").split(":"), `${Deno.env.get("HOME")}/.cargo/bin`];
  return folders.map((folder) => `${folder}/${name}`).find((path) => {
    try {
      return Deno.statSync(path).isFile;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound || error instanceof Deno.errors.NotADirectory) return false;
      throw error;
    }
  });
}

function answers(program: string, args: string[]): boolean {
  return new Deno.Command(program, { args, stdout: "null", stderr: "null" }).outputSync().success;
}
