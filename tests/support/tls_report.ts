/** The table of TLS connections as text, with an explanation of everything that is not as with DCMTK. */
import type { TlsRow } from "./tls_table.ts";
import type { Verdict } from "./tls_oracle.ts";

/** Where the table stands. */
export const readmePath = new URL("../transport/README.md", import.meta.url).pathname;

/** Whether two verdicts are the same: exit code, and every line at the default level. */
export function isSame(one: Verdict, other: Verdict): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

const hangUps = /000b:0017 OpenSSL I\/O error|000b:0926 TLS error: unexpected eof/;
const hungUp = ({ lines }: Verdict) => hangUps.test(lines.at(-1) ?? "");

const withoutSuite = ({ lines }: Verdict) => lines.filter((line) => !line.startsWith("  Ciphersuite"));

interface Explanation {
  readonly mark: string;
  readonly text: string;
  readonly explains: (row: TlsRow) => boolean;
}

const nameOf = ({ peer, options }: TlsRow) => `${options} against ${peer}`;

/** Why rustls may come to another verdict. */
const explanations: readonly Explanation[] = [
  {
    mark: "suites",
    text:
      "rustls has only TLS 1.2 and 1.3, and no suites with CBC or without forward secrecy. The peer finds " +
      "nothing in common with it. With `--tls-engine auto` the openssl engine takes over, and comes to DCMTK's verdict.",
    explains: (row) =>
      row.limit !== undefined && /\+px against scp .* \+pa |-tls1(_1)?$|DHE-RSA$/.test(nameOf(row)) &&
      row.rustls.code === 1,
  },
  {
    mark: "strict",
    text:
      "rustls refuses X.509 v1 certificates and RSA keys of less than 2048 bits, be they good or not. With " +
      "`--tls-engine auto` the openssl engine takes over, and comes to DCMTK's verdict.",
    explains: (row) =>
      row.limit !== undefined && /-cert @(version1|rsa1024)\.pem/.test(row.peer) && row.rustls.code === 1,
  },
  {
    mark: "choice",
    text:
      "Everything is the same but the cipher suite: peers choose among those that are offered, in their order, " +
      "and rustls offers others.",
    explains: ({ dcmtk, rustls }) =>
      isSame({ ...dcmtk, lines: withoutSuite(dcmtk) }, { ...rustls, lines: withoutSuite(rustls) }),
  },
  {
    mark: "hang-up",
    text:
      "The runtime does not tell whether a peer that hangs up before hands are shaken closes the connection " +
      "(000b:0926) or resets it (000b:0017).",
    explains: ({ dcmtk, rustls }) => hungUp(dcmtk) && hungUp(rustls) && rustls.code === 1,
  },
];

/** What stands in the column of rustls; `undefined` where a difference has no explanation. */
export function rustlsCell(row: TlsRow): string | undefined {
  if (row.lacking.length > 0) return `not asked: ${row.lacking.join(", ")}`;
  // who is faster must not change the table
  if (hungUp(row.dcmtk) && hungUp(row.rustls) && row.peer === "scp") return "*hang-up*";
  if (isSame(row.dcmtk, row.rustls)) return "same";
  const explanation = explanations.find(({ explains }) => explains(row));
  return explanation && `*${explanation.mark}*`;
}

const introduction = `# TLS: options, engines and peers

Made by \`deno task tls-table\`; \`tls_oracle_test.ts\` makes the table again and compares.

Every line is a connection that was tried three times: by DCMTK's storescu, and by our two engines. \`@name\` is a file
that \`tests/support/tls_world.ts\` makes: keys, certificates that are good or not, revocation lists. Peers are DCMTK's
storescp (\`scp\`), \`openssl s_server\`, \`gnutls-serv\`, Orthanc with DICOM TLS, that demands the certificate of a client
that it knows (\`certified\`) or takes \`anyone\`, and \`raw\` servers that are none. A verdict is the exit code and the last
line at the default log level; "same" means that the exit code and every line are the same. Whole sends go from the
command line to the exit code, and count what the receiver says that it has stored. Descriptions are the lines that
\`-d\` shows of a connection, all of which are compared. The peers of \`openssl\` answer an
association request with an A-ABORT: 0006:0317 means there that hands were shaken.

\`not asked\` is what rustls cannot do in its full meaning. With \`--tls-engine auto\` the openssl engine does it; without
that the program ends before it connects, and names the option.
`;

/** The whole file. */
export function renderTable(rows: readonly TlsRow[], folder: string): string {
  const differing = rows.filter((row) => !["same"].includes(rustlsCell(row) ?? "?")).length;
  const sections = [...Map.groupBy(rows, ({ subject }) => subject)].map(([subject, rows]) => {
    const lines = rows.map((row) => lineOf(row, folder));
    const head = "| peer | options | DCMTK | openssl | rustls |\n|---|---|---|---|---|";
    return `## ${subject[0].toUpperCase()}${subject.slice(1)}\n\n${head}\n${lines.join("\n")}\n`;
  });
  const reasons = explanations.map(({ mark, text }) => `- *${mark}*: ${text}`).join("\n");
  const count =
    `${rows.length} connections; openssl differs in none, rustls is not asked or differs in ${differing}.`;
  return [introduction, `${count}\n\n${reasons}\n`, ...sections].join("\n");
}

function lineOf(row: TlsRow, folder: string): string {
  const { peer, options, stdin, dcmtk, openssl } = row;
  const typed = stdin === undefined ? "" : ` < ${JSON.stringify(stdin)}`;
  const cells = [
    `\`${peer.trim()}\``,
    `\`${options}${typed}\``,
    verdictText(dcmtk, folder),
    isSame(dcmtk, openssl) ? "same" : "**differs**",
    rustlsCell(row) ?? "**differs**",
  ];
  return `| ${cells.join(" | ")} |`;
}

function verdictText({ code, lines }: Verdict, folder: string): string {
  const last = lines.findLast((line) => line.startsWith("F: ") || line.endsWith(" stored")) ?? "accepted";
  const failure = lines.findLast((line) => line.startsWith("F: "));
  if (!failure && lines.length > 2) return `${code} ${negotiated(lines)}`;
  const text = (failure ?? last).replace(/^F: (Association Request Failed: )?/, "").replaceAll(
    `${folder}/`,
    "@",
  );
  return `${code} ${text}`;
}

function negotiated(lines: readonly string[]): string {
  const valueOf = (name: string) => lines.find((line) => line.startsWith(`  ${name}`))?.split(" : ")[1];
  return `${valueOf("Protocol")}, ${valueOf("Ciphersuite")?.replace(/,.*/, "")}`;
}
