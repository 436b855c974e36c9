/** Profiles of `--config-file`: those of DCMTK's sample file, and files made by hand, half of them broken. */
import { type Case, differentialTest, type Observation } from "../support/differential.ts";
import { badProfiles, goodProfiles, type ProfileCase } from "../support/profile_cases.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

function made({ name, text, profile = "P" }: ProfileCase): Case {
  return {
    name,
    args: ["-d", "-nh", "-xf", "DIR/profile.cfg", profile, "PEER", ...testArgs()],
    files: { ...testFiles(), "profile.cfg": new TextEncoder().encode(text) },
  };
}

differentialTest("good profiles are proposed as the oracle proposes them", goodProfiles.map(made));
differentialTest("bad profiles are complained about as the oracle does", badProfiles.map(made));

const sample = "/etc/dcmtk/storescu.cfg";
const text = textOf(sample);

function textOf(path: string): string | undefined {
  try {
    return Deno.readTextFileSync(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

const profiles = text?.split("[[Profiles]]")[1]?.matchAll(/^\[([^[\]]+)\]/gm) ?? [];
const sampleCases = Array.from(profiles, ([, name]): Case => ({
  name,
  args: ["-d", "-nh", "-xf", sample, name, "PEER", ...testArgs()],
  files: testFiles(),
}));
differentialTest("every profile of DCMTK's sample file is proposed", sampleCases, {
  needs: { "sample of a configuration file": sampleCases.length > 0 ? sample : undefined },
});

const negotiations = (count: number, bytes: number) =>
  Array.from({ length: count }, (_, at) => `ExtendedNegotiation${at + 1} = 1.2.${at}\\${"ab".repeat(bytes)}`);

/** The number contains the lengths of the names of the two programs. */
const withoutTotal = (seen: Observation): Observation => ({
  ...seen,
  stderr: seen.stderr.replaceAll(/user items \(\d+ bytes\)/g, "user items (many bytes)"),
});

/** As much extended negotiation as there is room for, and more. */
function negotiating(count: number): Case {
  const lines = [
    ...[
      "[[TransferSyntaxes]]",
      "[T]",
      "TransferSyntax1 = LittleEndianExplicit",
      "[[PresentationContexts]]",
      "[C]",
    ],
    ...Array.from({ length: count }, (_, at) => `PresentationContext${at + 1} = 1.2.${at}\\T`),
    ...["[[ExtendedNegotiation]]", "[E]", ...negotiations(count, 1000)],
    ...["[[Profiles]]", "[P]", "PresentationContexts = C", "ExtendedNegotiation = E"],
  ];
  return { ...made({ name: `${count} items`, text: lines.join("\n") }), mask: withoutTotal };
}

differentialTest(
  "extended negotiation fills the request, and more is refused as the oracle does",
  [1, 64, 65, 66, 128].map(negotiating),
);
