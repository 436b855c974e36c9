/** Every option that proposes transfer syntaxes: alone, with `-R` and with `+C`. */
import { type Case, differentialTest } from "../support/differential.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const proposals = "-x= -xe -xb -xi -xs -xy -xx -xv -xw -xt -xu -xm -xh -xn -xl -x2 -x3 -xo -x4 -x5 -xr -xd"
  .split(" ");

for (const others of [[], ["-R"], ["+C"], ["-R", "+C"]]) {
  const cases = proposals.map((proposal): Case => ({
    name: "proposal",
    args: ["-d", "-nh", proposal, ...others, "PEER", ...testArgs()],
    files: testFiles(),
  }));
  differentialTest(["all proposals are the oracle's", ...others].join(" "), cases);
}

differentialTest(
  "proposals are shown at every level as the oracle shows them",
  ["-x=", "-xs", "-xd", "-xm"].flatMap((proposal) =>
    [["+v"], ["-v", "+v"], ["-d", "+v"], ["-q", "+v"], ["-ll", "error"]].map((levels): Case => ({
      name: "shown proposal",
      args: [...levels, "-R", "-nh", proposal, "PEER", ...testArgs()],
      files: testFiles(),
    }))
  ),
);
