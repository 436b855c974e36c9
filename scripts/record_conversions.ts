/**
 * Records testdata/conversions.json: what DCMTK 3.6.7's dcmconv makes of the cases in tests/support.
 *
 *     deno run --allow-read --allow-write --allow-run scripts/record_conversions.ts
 */
import {
  explicitVrBigEndian,
  explicitVrLittleEndian,
  implicitVrLittleEndian,
  type TransferSyntax,
  transferSyntaxOf,
} from "../lib/dictionary/transfer_syntaxes.ts";
import { type ConversionCase, conversionCases, encapsulatedCase } from "../tests/support/conversion_cases.ts";
import { dcmconv } from "../tests/support/dcmconv.ts";
import { dicomFile } from "../tests/support/dicom_file.ts";
import { dcmtkProgram } from "../tests/support/peers.ts";

const program = dcmtkProgram("dcmconv");
if (!program) throw new Error("Cannot record without dcmconv 3.6.7");
const native = [implicitVrLittleEndian, explicitVrLittleEndian, explicitVrBigEndian];
const rle = transferSyntaxOf("1.2.840.10008.1.2.5") ?? explicitVrLittleEndian;

/** One line for each conversion: the case, the two transfer syntaxes, and the bytes before and after. */
function record(
  { name, dataSet }: ConversionCase,
  [source, target]: [TransferSyntax, TransferSyntax],
): string[] {
  const before = dataSet(source);
  const file = Deno.makeTempFileSync({ suffix: ".dcm" });
  Deno.writeFileSync(file, dicomFile(before, source));
  const after = dcmconv(program as string, { file, target });
  Deno.removeSync(file);
  if (!after) throw new Error(`dcmconv refuses ${name} from ${source.keyword} to ${target.keyword}`);
  return [name, source.uid, target.uid, before.toHex(), after.toHex()];
}

const rows = conversionCases.flatMap((row) =>
  native.flatMap((source) => native.map((target) => record(row, [source, target])))
);
rows.push(record(encapsulatedCase, [rle, rle]));
const lines = rows.map((row) => `    ${JSON.stringify(row)}`).join(",\n");
const origin = "DCMTK 3.6.7 dcmconv +e -p +g=, recorded by scripts/record_conversions.ts";
const columns = ["case", "from", "to", "before", "after"];
Deno.writeTextFileSync(
  new URL("../testdata/conversions.json", import.meta.url),
  `{\n  "origin": ${JSON.stringify(origin)},\n  "columns": ${
    JSON.stringify(columns)
  },\n  "rows": [\n${lines}\n  ]\n}\n`,
);
