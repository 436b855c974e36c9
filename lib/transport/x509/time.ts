/**
 * Times in certificates (RFC 5280, Section 4.1.2.5).
 *
 * @module
 */
import { type DerElement, DerError, type DerReader, derTag } from "./der.ts";

/** Reads a Time: milliseconds since 1970, or NaN where it is none that RFC 5280 allows. */
export function readTime(reader: DerReader): number {
  return timeOf(reader.read(derTag.utcTime, derTag.generalizedTime));
}

function timeOf({ tag, content }: DerElement): number {
  const text = String.fromCharCode(...content);
  const digits = tag === derTag.utcTime ? century(text) + text : text;
  const match = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/.exec(digits);
  if (!match) return NaN;
  const [year, month, day, hour, minute, second] = match.slice(1).map(Number);
  const time = new Date(0);
  time.setUTCFullYear(year, month - 1, day);
  time.setUTCHours(hour, minute, second);
  const real = time.toISOString().replace(/[-:T]|\.000/g, "") === digits;
  return real ? time.getTime() : NaN;
}

function century(text: string): string {
  return Number(text.slice(0, 2)) < 50 ? "20" : "19";
}

/** Whether the next element is a Time. */
export function isTimeNext(reader: DerReader): boolean {
  return reader.nextTag === derTag.utcTime || reader.nextTag === derTag.generalizedTime;
}

/** Writes a time for people. */
export function timeText(time: number): string {
  if (Number.isNaN(time)) throw new DerError("Not a time");
  return new Date(time).toISOString().replace("T", " ").replace(".000Z", " UTC");
}
