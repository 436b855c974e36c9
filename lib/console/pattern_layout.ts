/**
 * log4cplus's layouts with a pattern and with a time stamp.
 *
 * @module
 */
import type { Layout, LogRecord } from "./logger.ts";
import { strftime } from "./strftime.ts";

/** What a layout can say about the process. */
export interface ProcessFacts {
  readonly processId: number;
  /** When it began, in milliseconds since 1970. */
  readonly startMs: number;
  hostname(): string;
}

/** A converter: the part of a line that one `%` stands for. */
type Converter = (piece: Piece) => string;

/** A record, or one line of it. */
interface Piece extends LogRecord {
  /** One of several lines; log4cplus forgets the system's number of the thread then. */
  readonly isOneOfMany: boolean;
}

interface Width {
  min: number;
  max: number;
  left: boolean;
}

/** How patterns are read. */
export interface PatternOptions {
  readonly facts: ProcessFacts;
  /** Told of what is wrong with a pattern; reading goes on. */
  complain(text: string): void;
  /** Every line of a text is formatted for itself. */
  readonly formatEachLine: boolean;
}

/** Makes a layout of a pattern such as `%D{%H:%M:%S} %5p: %m%n`. */
export function patternLayout(pattern: string, options: PatternOptions): Layout {
  const converters = new PatternParser(pattern, options).parse();
  const format = (piece: Piece) => converters.map((convert) => convert(piece)).join("");
  return (record) => {
    const lines = options.formatEachLine ? record.text.split("\n") : [record.text];
    return lines.map((text) => format({ ...record, text, isOneOfMany: lines.length > 1 })).join("");
  };
}

class PatternParser {
  readonly #pattern: string;
  readonly #options: PatternOptions;
  readonly #converters: Converter[] = [];
  #position = 0;
  #literal = "";

  constructor(pattern: string, options: PatternOptions) {
    this.#pattern = pattern;
    this.#options = options;
  }

  parse(): Converter[] {
    while (this.#position < this.#pattern.length) {
      const char = this.#pattern[this.#position++];
      if (char !== "%" || this.#position === this.#pattern.length) {
        this.#literal += char;
      } else if (this.#pattern[this.#position] === "%") {
        this.#literal += char;
        this.#position++;
      } else {
        this.#endLiteral();
        this.#literal = "%";
        this.#parseConverter();
      }
    }
    this.#endLiteral();
    if (this.#converters.length === 0) this.#converters.push(({ text }) => text);
    return this.#converters;
  }

  #endLiteral(): void {
    const literal = this.#literal;
    if (literal !== "") this.#converters.push(() => literal);
    this.#literal = "";
  }

  /** `-10.20c{2}` behind the percent sign; a pattern that ends too early is a literal. */
  #parseConverter(): void {
    const width: Width = { min: -1, max: Infinity, left: false };
    while (this.#pattern[this.#position] === "-") {
      width.left = true;
      this.#literal += this.#pattern[this.#position++];
    }
    const min = this.#digits();
    if (min !== "") width.min = Number(min);
    if (this.#pattern[this.#position] === ".") {
      this.#literal += this.#pattern[this.#position++];
      if (!/[0-9]/.test(this.#pattern[this.#position] ?? "0")) return this.#refuseMaximum();
      const max = this.#digits();
      if (max !== "") width.max = Number(max);
    }
    if (this.#position >= this.#pattern.length) return;
    const letter = this.#pattern[this.#position++];
    this.#literal += letter;
    const convert = this.#converter(letter);
    this.#converters.push((piece) => fit(convert(piece), width));
    this.#literal = "";
  }

  #digits(): string {
    const [digits] = /^[0-9]*/.exec(this.#pattern.slice(this.#position)) ?? [""];
    this.#position += digits.length;
    this.#literal += digits;
    return digits;
  }

  #refuseMaximum(): void {
    const char = this.#pattern[this.#position++];
    this.#literal += char;
    const place = `Error occurred in position ${this.#position}.`;
    this.#options.complain(`${place}\n Was expecting digit, instead got char "${char}".`);
  }

  #converter(letter: string): Converter {
    const { facts, complain } = this.#options;
    switch (letter) {
      case "c":
        return loggerName(Number.parseInt(this.#option(), 10) || 0);
      case "d":
      case "D": {
        const format = this.#option() || "%Y-%m-%d %H:%M:%S";
        return ({ timeMs }) => strftime(format, { timeMs, utc: letter === "d" });
      }
      case "r":
        return ({ timeMs }) => relativeTime(timeMs - facts.startMs);
      case "X":
        this.#option();
        return () => "";
    }
    const simple = simpleConverter(letter, facts);
    if (simple) return simple;
    complain(`Unexpected char [${letter}] at position ${this.#position} in conversion pattern.`);
    const literal = this.#literal;
    return () => literal;
  }

  #option(): string {
    if (this.#pattern[this.#position] !== "{") return "";
    const end = this.#pattern.indexOf("}", this.#position);
    if (end < 0) {
      this.#options.complain(`No matching '}' found in conversion pattern string "${this.#pattern}"`);
      this.#position = this.#pattern.length;
      return "";
    }
    const option = this.#pattern.slice(this.#position + 1, end);
    this.#position = end + 1;
    return option;
  }
}

/** Letters without options. Places in the source are not known here; log4cplus leaves them empty then. */
function simpleConverter(letter: string, { processId, hostname }: ProcessFacts): Converter | undefined {
  switch (letter) {
    case "m":
      return ({ text }) => text;
    case "n":
      return () => "\n";
    case "p":
      return ({ severity }) => severity.toUpperCase();
    case "P":
      return ({ severity }) => severity[0].toUpperCase();
    case "i":
    case "t":
      return () => String(processId);
    case "T":
      return ({ isOneOfMany }) => isOneOfMany ? "" : String(processId);
    case "h":
    case "H":
      return hostname;
    case "l":
      return () => ":";
    case "b":
    case "F":
    case "L":
    case "M":
    case "x":
      return () => "";
    default:
      return undefined;
  }
}

function fit(text: string, { min, max, left }: Width): string {
  if (text.length > max) return text.slice(text.length - max);
  return left ? text.padEnd(min) : text.padStart(min);
}

/** The last `precision` parts of a name, or all of it. */
function loggerName(precision: number): Converter {
  return ({ logger }) => {
    const name = logger || "root";
    return precision <= 0 ? name : name.split(".").slice(-precision).join(".");
  };
}

/** Seconds and three digits of milliseconds; milliseconds alone in the first second. */
function relativeTime(milliseconds: number): string {
  return String(Math.max(0, Math.floor(milliseconds)));
}

/** What a TTCC layout needs to know. */
export interface TtccOptions {
  readonly facts: ProcessFacts;
  /** Empty for milliseconds since the beginning. */
  readonly dateFormat: string;
  readonly utc: boolean;
}

/** Time, thread, category (logger) and nested context: `9 [4711] INFO dcmtk.apps.storescu <> - text`. */
export function ttccLayout({ facts, dateFormat, utc }: TtccOptions): Layout {
  return ({ logger, severity, text, timeMs }) => {
    const time = dateFormat === ""
      ? relativeTime(timeMs - facts.startMs)
      : strftime(dateFormat, { timeMs, utc });
    return `${time} [${facts.processId}] ${severity.toUpperCase()} ${logger || "root"} <> - ${text}\n`;
  };
}
