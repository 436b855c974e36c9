/** Our verification against `openssl verify`, case by case. */
import { assert, assertEquals } from "@std/assert";
import type { Refusal } from "../../../lib/transport/x509/verdict.ts";
import { peerTest } from "../../support/peers.ts";
import { opensslProgram } from "../../support/pki.ts";
import { certificateSpecs, chainCases, listSpecs } from "../../support/x509_cases.ts";
import { X509Maker } from "../../support/x509_maker.ts";
import { askBoth, type ChainResult, describeResult } from "../../support/x509_oracle.ts";

/** Where we have no better word than OpenSSL, which says that there is no issuer, or look less closely. */
const ownReasons: readonly Refusal[] = ["unspecified", "nameConstraints"];

async function runCases(folder: string): Promise<ChainResult[]> {
  const maker = new X509Maker(folder, { certificates: certificateSpecs, lists: listSpecs });
  const queue = [...chainCases.entries()];
  const results: ChainResult[] = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, it] = next;
      results.push(await askBoth(maker, { ...it, file: `${folder}/case${index}` }));
    }
  };
  const ends = await Promise.allSettled([work(), work(), work()]);
  const failure = ends.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
  if (failure) throw failure.reason;
  return results;
}

peerTest("chains and revocation lists get the verdict of openssl verify", {
  needs: { openssl: opensslProgram() },
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "storescu-x509-" });
    try {
      const results = await runCases(folder);
      const falseAccepts = results.filter(({ ours, theirs }) => ours.ok && !theirs.ok);
      assertEquals(falseAccepts.map(describeResult), []);
      const falseRefusals = results.filter(({ ours, theirs, stricter }) =>
        !ours.ok && theirs.ok && !stricter
      );
      assertEquals(falseRefusals.map(describeResult), []);
      const needless = results.filter(({ ours, theirs, stricter }) => stricter && ours.ok === theirs.ok);
      assertEquals(needless.map(describeResult), [], "No longer stricter");
      const accepted = results.filter(({ theirs }) => theirs.ok).length;
      assert(results.length >= 150 && accepted >= 50 && results.length - accepted >= 50);
      const otherReason = results.filter(({ ours, theirs }) =>
        !ours.ok && !theirs.ok && !ownReasons.includes(ours.refusal) && ours.errorCode !== theirs.errorCode
      );
      assertEquals(otherReason.map(describeResult), []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
