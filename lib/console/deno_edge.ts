/**
 * The console's edge: the only file of this folder that touches the system.
 *
 * @module
 */
import { reasonOf } from "../base/errors.ts";
import type { ConsoleEdge } from "./console.ts";
import { Report, ReportError, type ReportFile } from "./report.ts";
import type { LogFile, LogFolder } from "./log_files.ts";
import type { DatagramSender } from "./syslog.ts";

/** The streams, files and facts of this process. */
export function denoEdge(programName: string): ConsoleEdge {
  return {
    stdout: Deno.stdout,
    stderr: Deno.stderr,
    folder,
    facts: {
      programName,
      processId: Deno.pid,
      startMs: performance.timeOrigin,
      hostname: () => Deno.hostname(),
    },
    readTextFile: (path) => Deno.readTextFileSync(path),
    env: (name) => Deno.env.get(name),
    now: () => performance.timeOrigin + performance.now(),
    defer: queueMicrotask,
    openUdp,
  };
}

const folder: LogFolder = {
  open(path, mode) {
    const file = Deno.openSync(path, {
      create: true,
      write: true,
      append: mode === "append",
      truncate: mode === "truncate",
    });
    return new DenoLogFile(file);
  },
  rename(from, to) {
    return ifFound(() => Deno.renameSync(from, to));
  },
  remove(path) {
    ifFound(() => Deno.removeSync(path));
  },
};

class DenoLogFile implements LogFile {
  readonly #file: Deno.FsFile;

  constructor(file: Deno.FsFile) {
    this.#file = file;
  }

  writeSync(bytes: Uint8Array): number {
    return this.#file.writeSync(bytes);
  }

  sizeBytes(): number {
    return this.#file.statSync().size;
  }

  close(): void {
    this.#file.close();
  }
}

function ifFound(act: () => void): boolean {
  try {
    act();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}

/**
 * Opens the file of a report, replacing an older report; throws a `ReportError`. Any other file stays what it is: a
 * path that was given by mistake may be that of an image.
 */
export function openReport(path: string): Report {
  try {
    if (!isReportOrNothing(path)) throw new Error("there is a file of that name which is no report");
    const file = folder.open(path, "truncate");
    return new Report(path, reportFile(file));
  } catch (cause) {
    throw new ReportError(`Cannot open report file ${path}: ${reasonOf(cause)}`, { cause });
  }
}

const reportBeginning = '{"type":"';

function isReportOrNothing(path: string): boolean {
  const bytes = new Uint8Array(reportBeginning.length);
  try {
    // Reading from a pipe or a terminal would wait
    if (!Deno.statSync(path).isFile) return true;
    using file = Deno.openSync(path);
    const count = file.readSync(bytes) ?? 0;
    return count === 0 || new TextDecoder().decode(bytes) === reportBeginning;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return true;
    throw error;
  }
}

function reportFile(file: LogFile): ReportFile {
  const encoder = new TextEncoder();
  return {
    write(line) {
      let rest = encoder.encode(line);
      while (rest.length > 0) rest = rest.subarray(file.writeSync(rest));
    },
    close: () => file.close(),
  };
}

async function openUdp(host: string, port: number): Promise<DatagramSender> {
  const { createSocket } = await import("node:dgram");
  const socket = createSocket(host.includes(":") ? "udp6" : "udp4");
  // One after the other, because datagrams that are sent at once may overtake each other
  let sent = Promise.resolve();
  let failure: Error | undefined;
  const send = (bytes: Uint8Array) =>
    new Promise<void>((resolve) =>
      socket.send(bytes, port, host, (error) => {
        failure ??= error ?? undefined;
        resolve();
      })
    );
  return {
    send(bytes) {
      sent = sent.then(() => send(bytes));
    },
    async close() {
      await sent;
      socket.close();
      return failure;
    },
  };
}
