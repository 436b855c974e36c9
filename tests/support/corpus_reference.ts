import { transferSyntaxOf } from "../../lib/dictionary/transfer_syntaxes.ts";

/** What DCMTK's storescu did with every file of the corpus, as it was recorded, and the command lines for it. */

/** How storescu was asked to propose. */
export type Mode = "default" | "required" | "profile";

/** What became of one file in one mode. */
export interface Verdict {
  readonly exit: number;
  /** Its error lines, joined by ` | `, with `FILE` for the path. */
  readonly last_error: string;
  readonly warnings: number;
  readonly first_warning: string;
  readonly sent: boolean;
  readonly opts?: string;
  readonly rx_transfer_syntax?: string;
  readonly rx_dataset_bytes?: number;
  readonly rx_dataset_sha256?: string;
  /** Whether the data set arrived as it is in the file. */
  readonly verbatim?: boolean;
  readonly rx_sop_class?: string;
  readonly rx_sop_instance?: string;
}

/** One file of the corpus. */
export interface CorpusEntry {
  readonly path: string;
  readonly sop_class: string | null;
  readonly transfer_syntax: string | null;
  readonly file_dataset_sha256: string | null;
  readonly modes: Readonly<Record<Mode, Verdict | null>>;
}

/** All entries. */
export function corpusReference(folder: string): CorpusEntry[] {
  const lines = Deno.readTextFileSync(`${folder}/reference.jsonl`).split("\n");
  return lines.filter((line) => line !== "").map((line) => JSON.parse(line));
}

const explicitVrLittleEndianUid = "1.2.840.10008.1.2.1";

/** A profile that proposes what one file needs, and nothing else. */
export function profileFor({ sop_class, transfer_syntax, modes: { profile } }: CorpusEntry): string {
  const known = transferSyntaxOf(transfer_syntax ?? "")?.uid === transfer_syntax
    ? transfer_syntax
    : undefined;
  const transferSyntax = profile?.rx_transfer_syntax ?? (known || explicitVrLittleEndianUid);
  return `[[TransferSyntaxes]]
[Syntaxes]
TransferSyntax1 = ${transferSyntax}
[[PresentationContexts]]
[Contexts]
PresentationContext1 = ${profile?.rx_sop_class ?? (sop_class || "1.2.840.10008.5.1.4.1.1.7")}\\Syntaxes
[[Profiles]]
[Only]
PresentationContexts = Contexts
`;
}
