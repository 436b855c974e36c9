/**
 * The work of a run, shared by everyone who sends.
 *
 * @module
 */
import type { PathList } from "../input/path_list.ts";

/** One file to send, once. */
export interface WorkItem {
  readonly path: string;
  /** Which of the passes of `--repeat` it is, from 0. */
  readonly pass: number;
}

/** Hands out files in order, each as often as it is to be sent. */
export class WorkList {
  readonly #files: PathList;
  readonly #repeat: number;
  #file = 0;
  #pass = 0;
  #halted = false;
  #senders = 0;
  /** What was taken and given back. */
  readonly #returned: WorkItem[] = [];

  /** Takes the files, and how often each is sent. */
  constructor(files: PathList, repeat: number) {
    this.#files = files;
    this.#repeat = repeat;
  }

  /** Somebody begins to send. */
  join(): void {
    this.#senders++;
  }

  /** Somebody takes nothing more. */
  leave(): void {
    this.#senders--;
  }

  /** Whether more than one is there to take what comes next. */
  get isShared(): boolean {
    return this.#senders > 1;
  }

  /** What comes next, without taking it. */
  peek(): WorkItem | undefined {
    if (this.#halted) return undefined;
    if (this.#returned.length > 0) return this.#returned[0];
    if (this.#file >= this.#files.length) return undefined;
    return { path: this.#files.at(this.#file), pass: this.#pass };
  }

  /** Takes what comes next. */
  take(): WorkItem | undefined {
    const item = this.peek();
    if (!item) return undefined;
    if (this.#returned.length > 0) this.#returned.shift();
    else if (++this.#pass === this.#repeat) this.#nextFile();
    return item;
  }

  #nextFile(): void {
    this.#file++;
    this.#pass = 0;
  }

  /** Gives back what was taken and not begun, for somebody else. */
  putBack(item: WorkItem): void {
    this.#returned.push(item);
  }

  /** How often there is something to take, if nothing goes wrong. */
  get length(): number {
    return this.#files.length * this.#repeat;
  }

  /** Leaves out the passes of a file that have not been taken yet. */
  giveUp({ path, pass }: WorkItem): void {
    const next = this.#returned.length > 0 ? undefined : this.peek();
    if (next?.path === path && next.pass > pass) this.#nextFile();
  }

  /** Leaves out everything that has not been taken yet. */
  halt(): void {
    this.#halted = true;
  }
}
