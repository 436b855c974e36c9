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

  /** Takes the files, and how often each is sent. */
  constructor(files: PathList, repeat: number) {
    this.#files = files;
    this.#repeat = repeat;
  }

  /** What comes next, without taking it. */
  peek(): WorkItem | undefined {
    if (this.#halted || this.#file >= this.#files.length) return undefined;
    return { path: this.#files.at(this.#file), pass: this.#pass };
  }

  /** Takes what comes next. */
  take(): WorkItem | undefined {
    const item = this.peek();
    if (item && ++this.#pass === this.#repeat) this.#nextFile();
    return item;
  }

  #nextFile(): void {
    this.#file++;
    this.#pass = 0;
  }

  /** Leaves out the passes of a file that have not been taken yet. */
  giveUp({ path, pass }: WorkItem): void {
    const next = this.peek();
    if (next?.path === path && next.pass > pass) this.#nextFile();
  }

  /** Leaves out everything that has not been taken yet. */
  halt(): void {
    this.#halted = true;
  }
}
