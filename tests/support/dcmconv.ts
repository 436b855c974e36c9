/** Data sets converted by DCMTK's own `dcmconv`, with the writer and the settings that its `storescu` uses. */
import { splitFile } from "./memory_tokens.ts";
import type { TransferSyntax } from "../../lib/dictionary/transfer_syntaxes.ts";

const option: Readonly<Record<string, string>> = {
  "1.2.840.10008.1.2": "+ti",
  "1.2.840.10008.1.2.1": "+te",
  "1.2.840.10008.1.2.2": "+tb",
};

/** Converts a file; gives back its data set, or `undefined` for a file that dcmconv refuses. */
export function dcmconv(
  program: string,
  { file, target }: { file: string; target: TransferSyntax },
): Uint8Array | undefined {
  const output = Deno.makeTempFileSync({ suffix: ".dcm" });
  try {
    const args = [option[target.uid] ?? "+t=", "+e", "-p", "+g=", file, output];
    const { success } = new Deno.Command(program, { args, stderr: "null" }).outputSync();
    return success ? splitFile(Deno.readFileSync(output)).dataSet : undefined;
  } finally {
    Deno.removeSync(output);
  }
}
