/** Shows results as Markdown. */
import { type Claim, claims, isHeld } from "./claims.ts";
import { measuresCpuAndMemory } from "./measure.ts";
import { medianOf, type Results } from "./results.ts";
import type { CaseResult, Row } from "./run_case.ts";

/** Where and when it was measured. */
export interface Circumstances {
  readonly date: string;
  readonly cores: number;
  readonly memoryGib: number;
  readonly system: string;
  readonly deno: string;
  /** What else has to be known to judge the figures. */
  readonly note?: string;
}

/** Where this runs. */
export function circumstances(): Circumstances {
  const { total } = Deno.systemMemoryInfo();
  return {
    date: new Date().toISOString().slice(0, 10),
    cores: navigator.hardwareConcurrency,
    memoryGib: Math.round(total / (1 << 30)),
    system: `${Deno.build.os} ${Deno.build.arch}`,
    deno: Deno.version.deno,
  };
}

/** All cases, and what they mean. */
export function markdown(results: Results, { note, ...where }: Circumstances): string {
  const { date, cores, memoryGib, system, deno } = where;
  const noGnuTime =
    "CPU time and memory were not measured: there is no GNU time (Debian's package `time`).\n\n";
  return `Measured on ${date}: ${cores} cores, ${memoryGib} GiB of memory, ${system}, Deno ${deno}.\n\n` +
    (note ? `${note}\n\n` : "") +
    (measuresCpuAndMemory ? "" : noGnuTime) +
    sizeOf(results) + claimTable(results) + results.cases.map(caseTable).join("");
}

function sizeOf({ bundleBytes }: Results): string {
  if (bundleBytes === undefined) return "";
  return `The program in one file has ${Math.ceil(bundleBytes / 1024)} KiB.\n\n`;
}

function table(header: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(" | ")} |\n`;
  return `${line(header)}${line(header.map((_, index) => index === 0 ? "---" : "---:"))}${
    rows.map(line).join("")
  }\n`;
}

function claimTable(results: Results): string {
  const rows = claims.flatMap((claim) => {
    const value = claim.value(results);
    return value === undefined ? [] : [claimRow(claim, value)];
  });
  const header = ["what is to be reached", "bound", "measured", "reached"];
  return rows.length === 0 ? "" : `## What is to be reached\n\n${table(header, rows)}`;
}

function claimRow(claim: Claim, value: number): string[] {
  const { text, sense, bound, unit } = claim;
  return [text, `${sense} ${bound} ${unit}`, rounded(value), isHeld(claim, value) ? "yes" : "**no**"];
}

function caseTable({ name, title, objects, bytes, rows, skipped }: CaseResult): string {
  const head = `## ${title} (\`${name}\`)\n\n`;
  if (skipped) return `${head}Not measured: ${skipped}.\n\n`;
  const reference = rows.find(({ sender }) => sender === "ours");
  const header = ["sender", "wall s", "from - to", "runs", "CPU s", "peak MiB", "against ours"];
  const extra = objects > 1 ? "objects/s" : "MB/s";
  const body = rows.map((row) => [...cells(row, reference), rate(row, { objects, bytes })]);
  return `${head}${table([...header, objects > 0 ? extra : ""], body)}`;
}

function cells(row: Row, reference: Row | undefined): string[] {
  const { sender, samples, failure } = row;
  if (failure) return [sender, failure.replaceAll("|", "/"), "", "", "", "", ""];
  const walls = samples.map(({ wallSeconds }) => wallSeconds);
  const wall = medianOf(row, "wallSeconds");
  const own = reference && medianOf(reference, "wallSeconds");
  const rss = medianOf(row, "peakRssKib");
  return [
    sender,
    rounded(wall),
    `${rounded(Math.min(...walls))} - ${rounded(Math.max(...walls))}`,
    String(samples.length),
    rounded(medianOf(row, "cpuSeconds")),
    rounded(rss && rss / 1024),
    rounded(own && wall && wall / own),
  ];
}

function rate(row: Row, { objects, bytes }: { objects: number; bytes: number }): string {
  const wall = medianOf(row, "wallSeconds");
  if (!wall || objects === 0) return "";
  return String(Math.round(objects > 1 ? objects / wall : bytes / 1e6 / wall));
}

/** Three significant digits, and no more than that. */
function rounded(value: number | undefined): string {
  if (value === undefined) return "";
  return Math.abs(value) >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}
