/**
 * All options: in the order of the help, by name, and in the order in which they are evaluated.
 *
 * @module
 */
import { extraOptions } from "./extra.ts";
import { generalOptions, inputOptions } from "./general.ts";
import { proposeOptions } from "./negotiation.ts";
import { networkOptions } from "./network.ts";
import type { OptionGroup, OptionRow } from "./option.ts";
import { tlsOptions } from "./tls.ts";

/** The chapters that DCMTK's help has as well. */
export const sharedGroups: readonly OptionGroup[] = [
  generalOptions,
  inputOptions,
  networkOptions,
  tlsOptions,
];

/** All chapters of the help. */
export const optionGroups: readonly OptionGroup[] = [...sharedGroups, extraOptions];

/** All options, in the order of the help. */
export const options: readonly OptionRow[] = rowsOf(optionGroups);

function rowsOf(groups: readonly OptionGroup[]): OptionRow[] {
  const rows: OptionRow[] = [];
  for (const { sections } of groups) {
    for (const { options } of sections) rows.push(...options);
  }
  return rows;
}

const byName = new Map<string, OptionRow>();
for (const row of options) {
  byName.set(row.long, row);
  if (row.short) byName.set(row.short, row);
}

/** The option with this long or short name. */
export function findOption(name: string): OptionRow | undefined {
  return byName.get(name);
}

/** What is positioned behind and between the options. */
export const parameters = [
  { name: "peer", help: "hostname of DICOM peer" },
  { name: "port", help: "tcp/ip port number of peer" },
  { name: "dcmfile-in", help: "DICOM file or directory to be transmitted" },
] as const;

/**
 * Long names in the order of evaluation, which decides what is complained about first. Options of an inner list exclude
 * each other: the rightmost on the command line wins.
 */
export type EvaluationOrder = readonly (string | readonly string[])[];

/** What decides how things are logged is evaluated first. */
export const loggingOrder: EvaluationOrder = [
  ["--debug", "--verbose", "--quiet"],
  "--log-level",
  "--log-config",
];

/** Everything else that DCMTK has, in its order, and then our own. */
export const remainingOrder: EvaluationOrder = [
  "--verbose-pc",
  ["--read-file", "--read-file-only", "--read-dataset"],
  "--scan-directories",
  "--scan-pattern",
  ["--no-recurse", "--recurse"],
  ["--no-rename", "--rename"],
  "--aetitle",
  "--call",
  proposeOptions.map(({ long }) => long),
  "--required",
  "--combine",
  "--config-file",
  "--compression-level",
  ["--enable-new-vr", "--disable-new-vr"],
  "--timeout",
  "--socket-timeout",
  "--acse-timeout",
  "--dimse-timeout",
  "--max-pdu",
  "--max-send-pdu",
  "--repeat",
  "--abort",
  "--no-halt",
  "--uid-padding",
  "--invent-instance",
  "--invent-series",
  "--invent-study",
  "--invent-patient",
  ["--disable-tls", "--enable-tls", "--anonymous-tls"],
  ["--std-passwd", "--use-passwd", "--null-passwd"],
  ["--pem-keys", "--der-keys"],
  "--seed",
  ["--write-seed", "--write-seed-file"],
  ["--require-peer-cert", "--ignore-peer-cert"],
  [
    "--profile-bcp195",
    "--profile-bcp195-nd",
    "--profile-bcp195-ex",
    "--profile-basic",
    "--profile-aes",
    "--profile-null",
  ],
  "--add-cert-file",
  "--add-cert-dir",
  "--add-crl-file",
  "--enable-crl-vfy",
  "--enable-crl-all",
  "--cipher",
  ["--user", "--kerberos", "--saml", "--jwt"],
  ["--password", "--empty-password"],
  "--pos-response",
  ["--ipv4", "--ipv6", "--ip-auto"],
  "--associations",
  "--async-window",
  "--no-ack-priming",
  "--report-json",
  "--request-sni",
  "--no-sni",
  "--verify-hostname",
  "--tls-engine",
];

/** Options that exclude `row`, by their long names. */
export function excludedBy({ long }: OptionRow): readonly string[] {
  const blocks = [...loggingOrder, ...remainingOrder].filter((step) => typeof step !== "string");
  return blocks.find((block) => block.includes(long))?.filter((name) => name !== long) ?? [];
}
