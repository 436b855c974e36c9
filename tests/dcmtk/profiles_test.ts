/** Profiles of `--config-file`: those of DCMTK's sample file, and files made by hand, half of them broken. */
import { type Case, differentialTest } from "../support/differential.ts";
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
