/** A console that writes into memory. */
import {
  type Console,
  type ConsoleEdge,
  type ConsoleSettings,
  createConsole,
} from "../../lib/console/console.ts";
import type { LogFile, LogFolder } from "../../lib/console/log_files.ts";
import type { Sink } from "../../lib/console/output.ts";

/** A stream that keeps everything. */
export class MemorySink implements Sink {
  text = "";
  /** How often it was written to. */
  writes = 0;
  /** What writing fails with. */
  error: Error | undefined;
  readonly #decoder = new TextDecoder();

  writeSync(bytes: Uint8Array): number {
    if (this.error) throw this.error;
    this.text += this.#decoder.decode(bytes, { stream: true });
    this.writes++;
    return bytes.length;
  }
}

/** A folder in memory. */
export class MemoryFolder implements LogFolder {
  readonly files = new Map<string, MemorySink>();

  open(path: string, mode: "append" | "truncate"): LogFile {
    if (path.startsWith("/nowhere/")) throw new Error(`No such file or directory: ${path}`);
    const file = (mode === "append" ? this.files.get(path) : undefined) ?? new MemorySink();
    this.files.set(path, file);
    return {
      writeSync: (bytes) => file.writeSync(bytes),
      sizeBytes: () => file.text.length,
      close: () => {},
    };
  }

  rename(from: string, to: string): boolean {
    const file = this.files.get(from);
    if (!file) return false;
    this.files.delete(from);
    this.files.set(to, file);
    return true;
  }

  remove(path: string): void {
    this.files.delete(path);
  }

  /** Names and sizes. */
  list(): [string, number][] {
    return [...this.files].map(([path, { text }]) => [path, text.length] as [string, number]).sort();
  }
}

/** A world in memory: what was written, and what can be read. */
export class MemoryEdge implements ConsoleEdge {
  readonly stdout = new MemorySink();
  readonly stderr = new MemorySink();
  readonly folder = new MemoryFolder();
  readonly datagrams: string[] = [];
  readonly facts = { programName: "storescu", processId: 4711, startMs: 0, hostname: () => "host" };
  /** Text files by path. */
  readonly texts: Record<string, string>;
  readonly variables: Record<string, string>;
  timeMs = 0;

  constructor(texts: Record<string, string> = {}, variables: Record<string, string> = {}) {
    this.texts = texts;
    this.variables = variables;
  }

  readonly defer = queueMicrotask;
  readonly now = () => this.timeMs;
  readonly env = (name: string) => this.variables[name];

  readTextFile(path: string): string {
    const text = this.texts[path];
    if (text === undefined) throw new Error("No such file or directory (os error 2)");
    return text;
  }

  openUdp(host: string, port: number) {
    return Promise.resolve({
      send: (bytes: Uint8Array) => {
        this.datagrams.push(`${host}:${port} ${new TextDecoder().decode(bytes)}`);
      },
      close: () => Promise.resolve(undefined),
    });
  }
}

/** A console on a world in memory. */
export async function memoryConsole(
  settings: Partial<ConsoleSettings> = {},
  edge: MemoryEdge = new MemoryEdge(),
): Promise<{ console: Console; edge: MemoryEdge }> {
  const console = await createConsole({ showPresentationContexts: false, ...settings }, edge);
  return { console, edge };
}
