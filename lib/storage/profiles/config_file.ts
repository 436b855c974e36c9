/**
 * The configuration files that DCMTK's `OFConfigFile` reads: `[[supersections]]`, `[sections]` and `key = value`.
 *
 * Its rules are looser than they look. A `#` comments only at the very beginning of a line. Keywords lose everything
 * that is not a letter, digit, `-` or `_`, run over the ends of lines and end only at `]` or `=`. A value goes on
 * wherever the next line begins with a blank, or is empty.
 *
 * @module
 */

/** A section with its entries. */
export interface ConfigSection {
  /** Its keyword, in upper case. */
  readonly keyword: string;
  /** The first value of each keyword. */
  readonly entries: ReadonlyMap<string, string>;
}

/** Sections by supersection; of supersections with the same keyword only the first counts. */
export type ConfigFile = ReadonlyMap<string, readonly ConfigSection[]>;

interface OpenSection {
  keyword: string;
  entries: Map<string, string>;
}

/** Reads a configuration file. Nothing is an error: what has no place is left out. */
export function parseConfigFile(text: string): ConfigFile {
  const reader = new Reader(text);
  const file = new Map<string, OpenSection[]>();
  let sections: OpenSection[] | undefined;
  let section: OpenSection | undefined;
  while (reader.hasMore()) {
    const level = reader.readLevel();
    const keyword = reader.readKeyword(level);
    if (level === 0) {
      const value = reader.readValue();
      if (section && !section.entries.has(keyword)) section.entries.set(keyword, value);
    } else if (level === 1) {
      section = sections && { keyword, entries: new Map() };
      if (section) sections?.push(section);
    } else {
      section = undefined;
      sections = [];
      if (!file.has(keyword)) file.set(keyword, sections);
    }
  }
  return file;
}

const blanks = " \t\n";

/** Goes through the text after comments have been taken out. */
class Reader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    const lines = text.replaceAll(/\r\n?/g, "\n").replaceAll("\0", " ").split("\n");
    // A comment goes together with the end of its line, so that the value before it may go on after it
    this.#text = lines.filter((line) => !line.startsWith("#")).join("\n");
  }

  hasMore(): boolean {
    while (this.#at < this.#text.length && blanks.includes(this.#text[this.#at])) this.#at++;
    return this.#at < this.#text.length;
  }

  /** 0 for an entry, 1 for a section, 2 for a supersection: as many as there are opening brackets. */
  readLevel(): number {
    let level = 0;
    while (this.hasMore() && this.#text[this.#at] === "[") {
      level++;
      this.#at++;
    }
    return level;
  }

  /** Reads the keyword and what closes it: an equals sign, or as many brackets as were opened. */
  readKeyword(level: number): string {
    const raw = this.#readUntil(level === 0 ? "=" : "]");
    for (let open = level - 1; open > 0; open--) this.#readUntil("]");
    return raw.replaceAll(/[^A-Za-z0-9_-]/g, "").toUpperCase();
  }

  #readUntil(end: string): string {
    const found = this.#text.indexOf(end, this.#at);
    const until = found < 0 ? this.#text.length : found;
    const raw = this.#text.slice(this.#at, until);
    this.#at = until + end.length;
    return raw;
  }

  /** Reads lines for as long as they go on, each without the blanks before it. */
  readValue(): string {
    const lines = [this.#readLine()];
    while (this.#at < this.#text.length && blanks.includes(this.#text[this.#at])) {
      lines.push(this.#readLine());
    }
    return lines.filter((line) => line !== "").join("\n");
  }

  #readLine(): string {
    return this.#readUntil("\n").replace(/^[ \t]+/, "");
  }
}
