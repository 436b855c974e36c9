/**
 * Command lines, right and wrong: made from the table of options, and written by hand. `{dir}` stands for a folder
 * with the files of {@linkcode commandLineFiles}.
 */
import type { OptionParameter, OptionRow } from "../../lib/cli/options/option.ts";
import { excludedBy, findOption, sharedGroups } from "../../lib/cli/options/table.ts";

/** Files that command lines refer to. */
export const commandLineFiles: Readonly<Record<string, string>> = {
  "profiles.cfg": [
    "[[TransferSyntaxes]]",
    "[T]",
    "TransferSyntax1 = LittleEndianExplicit",
    "[[PresentationContexts]]",
    "[C]",
    "PresentationContext1 = CTImageStorage\\T",
    "[[Profiles]]",
    "[P]",
    "PresentationContexts = C",
    "",
  ].join("\n"),
  "bad.cfg": "[[Profiles]]\n[P]\nPresentationContexts = C\n",
  "log.cfg": [
    "log4cplus.rootLogger = WARN, console",
    "log4cplus.appender.console = log4cplus::ConsoleAppender",
    "log4cplus.appender.console.logToStdErr = true",
    "log4cplus.appender.console.layout = log4cplus::PatternLayout",
    "log4cplus.appender.console.layout.ConversionPattern = %P: %m%n",
    "",
  ].join("\n"),
  "quiet.cfg": "log4cplus.rootLogger = FATAL\n",
  "verbose.cfg": "log4cplus.rootLogger = FATAL\nlog4cplus.logger.dcmtk.apps.storescu = INFO\n",
  "other.cfg": "name = value\n",
  "rootless.cfg": "log4cplus.logger.dcmtk = INFO\n",
  "empty": "",
  "blank": " \n\t\r\n",
  "peer.args": "peer 104",
  "all.args": "-v\n'peer'\t\"104\" {dir}/missing",
  "nested.args": "@{dir}/peer.args",
  "quotes.args": `-aet A"B C"D peer 104 {dir}/missing`,
  "open.args": `peer 104 "{dir}/missing`,
  "empty-value.args": `-aet "" peer 104 {dir}/missing`,
  "comment.args": "# peer 104 {dir}/missing",
  "bad.args": "--bad peer 104 {dir}/missing",
};

const missing = "{dir}/missing";
const tail = ["peer", "104", missing];
const shared = sharedGroups.flatMap(({ sections }) => sections.flatMap(({ options }) => options));
const fewNumbers = ["", "x", "-2", "-1", "0", "9", "10", "4095", "131072", "131073"];
const manyNumbers = [
  "-",
  "+",
  "-0",
  "1",
  "5x",
  " 5",
  "\t5",
  "\t-5",
  " -5",
  "+7",
  "1.5",
  "0x10",
  "010",
  "08",
  "4096",
]
  .concat(["2147483648", "99999999999999999999"]);
/** Options that stand for all others that take the same kind of number. */
const exemplary = ["--socket-timeout", "--max-pdu", "--repeat"];

/** A value of the right kind. */
function sample({ long }: OptionRow, parameter: OptionParameter): string {
  if (long === "--config-file") return parameter.kind === "file" ? "{dir}/profiles.cfg" : "P";
  if (long === "--log-config") return "{dir}/log.cfg";
  if (parameter.choices) return parameter.choices[0];
  const isNumber = parameter.kind === "signed" || parameter.kind === "unsigned";
  return isNumber ? String(Math.max(parameter.min ?? 1, 1)) : `some ${parameter.name}`;
}

function use(row: OptionRow, name = row.long): string[] {
  return [name, ...(row.parameters ?? []).map((parameter) => sample(row, parameter))];
}

/** The options without which `row` is not allowed. */
function prerequisites({ checks = [] }: OptionRow): string[] {
  return checks.flatMap((check) => {
    if (!("onlyWith" in check)) return [];
    const row = findOption(/--[\w-]+/.exec(check.onlyWith)?.[0] ?? "--verbose");
    return row ? [...prerequisites(row), ...use(row)] : [];
  });
}

function aboutOne(row: OptionRow): string[][] {
  const used = use(row);
  const shortlyUsed = use(row, row.short);
  const needed = prerequisites(row);
  const dependent = [[...used, ...needed, ...tail], ["-q", ...used, ...tail], [...tail, ...shortlyUsed]];
  return [
    ["peer", ...used, "104", ...needed, ...shortlyUsed, missing],
    ...row.checks ? dependent : [],
    ...used.slice(1).map((_, kept) => [...tail, ...needed, ...shortlyUsed.slice(0, kept + 1)]),
    ...used.slice(1).map((_, at) => [...needed, ...used.with(at + 1, ""), ...tail]),
  ];
}

function aboutNumbers(row: OptionRow): string[][] {
  const [parameter] = row.parameters ?? [];
  if (parameter?.kind !== "signed" && parameter?.kind !== "unsigned") return [];
  const numbers = exemplary.includes(row.long) ? [...fewNumbers, ...manyNumbers] : fewNumbers;
  return numbers.map((text) => [...prerequisites(row), row.long, text, ...tail]);
}

/** Options that exclude each other, in either order; of large groups each with the next one. */
function aboutOthers(row: OptionRow): string[][] {
  const all = shared.filter(({ long }) => excludedBy(row).includes(long));
  const others = all.length > 5 ? [all[shared.indexOf(row) % all.length]] : all;
  return others.flatMap((other) => {
    const needed = [...new Set([...prerequisites(row), ...prerequisites(other)])];
    return [
      [...use(row), ...use(other), ...tail],
      [...needed, ...use(row), ...use(other), ...tail],
    ];
  });
}

function withProfiles(row: OptionRow): string[][] {
  if (!row.long.startsWith("--propose")) return [];
  return [["-xf", "{dir}/profiles.cfg", "P", ...use(row), ...tail], [...use(row), "+cl", "5", ...tail]];
}

/** Command lines about every option of the shared part. */
export function generatedCommandLines(): string[][] {
  const lines = shared.flatMap((row) => [
    ...aboutOne(row),
    ...aboutNumbers(row),
    ...aboutOthers(row),
    ...withProfiles(row),
  ]);
  return [...new Map(lines.map((line) => [JSON.stringify(line), line])).values()];
}

/** Command lines that somebody might well type, and some that nobody should. */
export const handWrittenCommandLines: readonly (readonly string[])[] = [
  [],
  ["--help"],
  ["-h"],
  ["-h", "--bad"],
  ["--bad", "-h"],
  ["-h", "-to"],
  ["-h", "-to", "x"],
  ["--help", "--version", "+cc"],
  ["--bad"],
  ["--"],
  ["--aetitle=X", ...tail],
  ["--aetit", "X", ...tail],
  ["--AETITLE", "X", ...tail],
  ["-vd", ...tail],
  ["-aetX", ...tail],
  ["+", "104", missing],
  ["-", "104", missing],
  ["-1", "+1", missing],
  ["+1", "-1", missing],
  [""],
  ["", "", ""],
  ["peer"],
  ["peer", "104"],
  ["peer", "104", ""],
  ["peer", "", missing],
  ["-v", "peer", "104"],
  ["-q", "peer", "104"],
  ["-q", "--bad"],
  ["-q", "peer", "0", missing],
  ...["0", "1", "65535", "65536", "104x", "104.5", "+104", " 104", "\t104", "0x68", "-5", "x", "0104", "1e3"]
    .map((port) => ["peer", port, missing]),
  ["peer", "-18446744073709551512", missing],
  ["peer", "18446744073709551720", missing],
  [...tail, missing, missing],
  ["-aet", "-v", ...tail],
  ["-aet", "--help", ...tail],
  ["-aec", "@{dir}/peer.args", missing],
  ["@{dir}/peer.args", missing],
  ["@{dir}/all.args"],
  ["@{dir}/all.args", "-pdu", "1"],
  ["@{dir}/nested.args", missing],
  ["@{dir}/nested.args", "104", missing],
  ["@{dir}/quotes.args"],
  ["@{dir}/open.args"],
  ["@{dir}/empty-value.args"],
  ["@{dir}/comment.args"],
  ["@{dir}/bad.args"],
  ["@{dir}/empty"],
  ["@{dir}/blank"],
  ["@{dir}/empty", ...tail],
  ["@{dir}"],
  ["@{dir}", ...tail],
  ["@{dir}/nowhere"],
  ["--bad", "@{dir}/nowhere"],
  ["--help", "@{dir}/nowhere"],
  ["@", "104", missing],
  ["--arguments"],
  ["--arguments", ...tail],
  ["--arguments", "-v", ...tail],
  ["--arguments", "-q", ...tail],
  ["--arguments", "-ll", "off", ...tail],
  ["--arguments", "-aet", "", ...tail],
  ["--arguments", "-pdu", "1", ...tail],
  ["--arguments", "-q", "-pdu", "1", ...tail],
  ["--arguments", "-ll", "bad", ...tail],
  ["--arguments", "peer", "0", missing],
  ["--arguments", "@{dir}/peer.args", "", missing],
  ...["FATAL", "Error", "warn", "info", "DEBUG", "trace", "all", "OFF", "off", "warning", "notset", "", "5"]
    .map((
      level,
    ) => ["-ll", level, "-pdu", "1", ...tail]),
  ["-ll", "info", "+v", ...tail],
  ["-ll", "warn", "+v", ...tail],
  ["-ll", "trace", "+v", ...tail],
  ["-v", "-q", "+v", ...tail],
  ["-q", "-v", "+v", ...tail],
  ["-v", "-d", "-q", "-pdu", "1", ...tail],
  ["-q", "-d", "-pdu", "1", ...tail],
  ["-v", "-ll", "info", ...tail],
  ["-q", "-ll", "info", ...tail],
  ["-q", "-ll", "bad", ...tail],
  ["-lc", "{dir}/nowhere", ...tail],
  ["-lc", "{dir}", ...tail],
  ["-lc", "", ...tail],
  ["-q", "-lc", "{dir}/nowhere", ...tail],
  ["-ll", "warn", "-lc", "{dir}/nowhere", ...tail],
  ["-lc", "{dir}/log.cfg", "-pdu", "1", ...tail],
  ["-lc", "{dir}/log.cfg", "+v", ...tail],
  ["-lc", "{dir}/nowhere", "peer", "0", missing],
  ["-lc", "{dir}/empty", ...tail],
  ["-lc", "{dir}/other.cfg", ...tail],
  ["-lc", "{dir}/rootless.cfg", ...tail],
  ["-lc", "{dir}/quiet.cfg", "-pdu", "1", ...tail],
  ["-lc", "{dir}/quiet.cfg", "+v", ...tail],
  ["-lc", "{dir}/verbose.cfg", "+v", "-pdu", "1", ...tail],
  ["-lc", "{dir}/rootless.cfg", "-pdu", "1", ...tail],
  ["-lc", "{dir}/log.cfg", "--arguments", "-pdu", "1", ...tail],
  ["-lc", "{dir}/log.cfg", "-xf", "{dir}/bad.cfg", "P", "-pdu", "1", ...tail],
  ["-xf", "{dir}/nowhere", "P", ...tail],
  ["-xf", "{dir}/nowhere", "P", "-pdu", "1", ...tail],
  ["-pdu", "1", "-xf", "{dir}/nowhere", "P", ...tail],
  ["-xf", "{dir}/bad.cfg", "P", "-pdu", "1", ...tail],
  ["-q", "-xf", "{dir}/bad.cfg", "P", "-pdu", "1", ...tail],
  ["-d", "-xf", "{dir}/bad.cfg", "P", "-pdu", "1", ...tail],
  ["-xf", "{dir}/nowhere", "P", "+r", ...tail],
  ["-xf", "{dir}/profiles.cfg", "Q", "-pdu", "1", ...tail],
  ["-xf", "{dir}/profiles.cfg", "P", "-R", ...tail],
  ["-xf", "{dir}/profiles.cfg", "P", "+C", "-R", ...tail],
  ["-xf", "{dir}/profiles.cfg", "P", "-x=", ...tail],
  ["-xf", "{dir}/profiles.cfg", "P", "-xs", "-x=", ...tail],
  ["-xf", "{dir}/profiles.cfg", "P", "+cl", "10", ...tail],
  ["-xf", "{dir}/profiles.cfg", "P", "+cl", "9", ...tail],
  ["-xd", "-xs", "+cl", "5", ...tail],
  ["-xs", "-xd", "+cl", "5", ...tail],
  ["+r", "+sd", ...tail],
  ["+r", "-r", ...tail],
  ["-r", "+r", ...tail],
  ["-usr", "u", "-pwd", "p", "-epw", ...tail],
  ["-usr", "u", "-epw", "-pwd", "p", ...tail],
  ["-usr", "u", "-kt", "f", "-pwd", "p", ...tail],
  ["-kt", "f", "-usr", "u", "-pwd", "p", ...tail],
  ["-kt", "f", "-rsp", ...tail],
  ["--jwt", "f", "-rsp", ...tail],
  ["-rsp", ...tail],
  ["+tls", "k", "c", "-tls", "+ps", ...tail],
  ["+tls", "k", "c", "+tla", "+ps", ...tail],
  ["+tla", "+tls", "k", "c", "+ps", ...tail],
  ["+tla", "-tls", "-ic", ...tail],
  ["-tls", "+tla", "-ic", ...tail],
  ["+tla", "+crv", "+cra", ...tail],
  ["+tla", "+cra", "+crv", ...tail],
  ["+crv", "+cra", ...tail],
  ["+tla", "+crl", "f", "+cra", ...tail],
  ["+tla", "+cs", "X", "+pz", ...tail],
  ["+tla", "+pz", "+py", "+cs", "X", ...tail],
  ["+tla", "+cs", "X", "+cs", "Y", ...tail],
  ["+px", "+py", ...tail],
  ["+py", "+px", ...tail],
  ["+pa", "+pn", ...tail],
  ["+pn", "+pa", ...tail],
  ["+tla", "+ws", ...tail],
  ["+tla", "+wf", "f", ...tail],
  ["+tla", "+rs", "s", "+ws", "+wf", "f", ...tail],
  ["+tla", "+rs", "s", "+wf", "f", "+ws", ...tail],
  ["+ws", ...tail],
  ["+cf", "a", "+cd", "b", ...tail],
  ["+cd", "b", "+cf", "a", ...tail],
  ["-pdu", "1", "-ta", "0", ...tail],
  ["--repeat", "0", "--max-send-pdu", "1", ...tail],
  ["+tla", "-pdu", "1", "-ic", "-to", "0", ...tail],
  ["-pwd", "x", "+pw", "y", ...tail],
  ["-pdu", "1", "-pdu", "16384", ...tail],
  ["-pdu", "16384", "-pdu", "1", ...tail],
];
