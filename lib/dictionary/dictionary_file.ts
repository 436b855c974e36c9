/**
 * DCMTK's dictionary format: one entry a line, fields between tabs, as described at the top of its `dicom.dic`.
 * The lines it complains about, and the words of the complaints, are DCMTK 3.6.7's.
 *
 * @module
 */
import type { DictionaryEntry, DictionaryPlace, NumberRange, Parity } from "./data_dictionary.ts";
import { isDictionaryVr, vr } from "./vr.ts";

/** What a dictionary file holds. */
export interface DictionaryFile {
  /** What could be read, in order. */
  readonly entries: readonly (readonly [DictionaryPlace, DictionaryEntry])[];
  /** DCMTK's error lines, without the level; the other lines of the file count all the same. */
  readonly errors: readonly string[];
}

const maxFields = 6;

/** Reads the text of a dictionary; `fileName` stands in the complaints. */
export function parseDictionary(text: string, fileName: string): DictionaryFile {
  const entries: [DictionaryPlace, DictionaryEntry][] = [];
  const errors: string[] = [];
  for (const [index, line] of text.split("\n").entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    const fault = (message: string, field = "") =>
      errors.push(`DcmDataDictionary: ${fileName}: ${message} (line ${index + 1})${field}`);
    const entry = parseLine(line.trimEnd(), { fault, complain: (message) => errors.push(message) });
    if (entry) entries.push(entry);
  }
  return { entries, errors };
}

interface Complaints {
  fault(message: string, field?: string): void;
  complain(message: string): void;
}

function parseLine(line: string, complaints: Complaints): [DictionaryPlace, DictionaryEntry] | undefined {
  const { fault, complain } = complaints;
  const fields = line.split("\t", maxFields);
  if (fields.length < 3) return void fault("too few fields");
  if (fields.length > 5) return void fault("too many fields", ": ");
  const [tagField, vrField, nameField, vmField] = fields;
  const vmIsGood = vmField === undefined || isVm(vmField);
  if (!vmIsGood) fault("bad VM field", `: ${squeeze(vmField)}`);
  const place = parseTag(tagField.trim(), complain);
  if (!place) fault("bad Tag field", `: ${shownTag(tagField.trim())}`);
  if (!vmIsGood || !place) return undefined;
  const value = vr(squeeze(vrField).padEnd(2, "\0"));
  if (/^[A-Z]{2}/.test(squeeze(vrField)) && !isDictionaryVr(value)) {
    return void fault("bad VR field", `: ${squeeze(vrField)}`);
  }
  return [place, { vr: value, name: squeeze(nameField) }];
}

const squeeze = (field: string) => field.replaceAll(/\s/g, "");

/** The forms of a value multiplicity in the order in which DCMTK tries them: `1-3`, `2-2n`, `1-n`, `1`, `2n`, `n`. */
const vmForms = [/^[+-]?\d+-[+-]?\d+(.?)/, /^[+-]?\d+-(.)/, /^[+-]?\d+(.?)/, /^(.)/];

/** Whatever follows the numbers has to be an `n`; only a single or a second number may stand alone. */
function isVm(field: string): boolean {
  const match = vmForms.map((form) => form.exec(squeeze(field))).find((found) => found !== null);
  return match !== undefined && ["", "n", "N"].includes(match[1]);
}

/** A bad tag as it is shown: DCMTK has taken white space out of it on the way to the fault. */
function shownTag(field: string): string {
  if (!/^\(.*,.*\)$/.test(field)) return field;
  return field.replace(/^(\([^,]*,)\s+/, "$1").replace(/^(\([^,]*,"[^"]*")\s+/, "$1");
}

const tagPattern = /^\(([^,]*),\s*(?:"([^"]*)"\s*,)?([^)]*).*\)$/;

/** Reads a tag field: `(0010,0010)`, `(6000-60FF,3000)`, `(0009,"CREATOR",10)`. */
export function parseTag(field: string, complain: (message: string) => void): DictionaryPlace | undefined {
  const match = tagPattern.exec(field);
  if (!match) return undefined;
  const groups = parseRange(squeeze(match[1]), complain);
  if (!groups) return undefined;
  const elements = parseRange(squeeze(match[3]), complain);
  if (!elements) return undefined;
  return { groups, elements, creator: match[2] || undefined };
}

const parities = new Map<string, Parity>([["o", "odd"], ["e", "even"], ["u", "any"]]);
const restrictedRange = /^(?:0[xX])?([0-9a-fA-F]+)-(.)-(?:0[xX])?([0-9a-fA-F]+)/;
const plainRange = /^(?:0[xX])?([0-9a-fA-F]+)(?:-(?:0[xX])?([0-9a-fA-F]+))?/;

/** `0008`, `6000-60FF` (even numbers) or `0009-o-FFFF` (odd; `e` even, `u` any). */
function parseRange(field: string, complain: (message: string) => void): NumberRange | undefined {
  const restricted = restrictedRange.exec(field);
  if (restricted) {
    const [, first, letter, last] = restricted;
    const parity = parities.get(letter.toLowerCase());
    if (parity) return range([first, last], parity);
    return void complain(`DcmDataDictionary: Unknown range restrictor: ${letter}`);
  }
  const plain = plainRange.exec(field);
  if (!plain) return undefined;
  const [, first, last] = plain;
  return last === undefined ? range([first, first], "any") : range([first, last], "even");
}

function range([first, last]: [string, string], parity: Parity): NumberRange {
  return { first: parseInt(first, 16) & 0xffff, last: parseInt(last, 16) & 0xffff, parity };
}
