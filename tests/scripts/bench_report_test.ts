import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { claims, isHeld } from "../../scripts/bench/claims.ts";
import { benchCases } from "../../scripts/bench/cases.ts";
import { medianOf, Results } from "../../scripts/bench/results.ts";
import { markdown } from "../../scripts/bench/table.ts";

const sample = (wallSeconds: number) => ({
  wallSeconds,
  cpuSeconds: 0.5,
  peakRssKib: 51200,
  exitCode: 0,
  complaint: "",
});
const results = new Results([{
  name: "report",
  title: "A report",
  objects: 1,
  bytes: 7_000_000,
  rows: [
    { sender: "ours", samples: [sample(0.5), sample(0.1), sample(0.2)] },
    { sender: "storescu NODELAY", samples: [sample(1.5), sample(2.5)] },
    { sender: "dicom-rs", samples: [sample(0.01)], failure: "exit code 1: no" },
  ],
}]);

Deno.test(
  "A median is the middle one, or lies between the two in the middle",
  { permissions: "none" },
  () => {
    const [ours, nodelay, failed] = results.cases[0].rows;
    assertEquals(medianOf(ours, "wallSeconds"), 0.2);
    assertEquals(medianOf(nodelay, "wallSeconds"), 2);
    assertEquals(medianOf(failed, "wallSeconds"), undefined);
  },
);

Deno.test(
  "A claim is a ratio of medians, and undefined where one was not measured",
  { permissions: "none" },
  () => {
    const measured = claims.filter((claim) => claim.value(results) !== undefined);
    assertEquals(measured.map(({ text }) => text), ["report: ours against storescu NODELAY"]);
    for (const claim of measured) {
      assertEquals([claim.value(results), isHeld(claim, 10), isHeld(claim, 9.9)], [10, true, false]);
    }
  },
);

Deno.test("Every claim is about a case and a sender that exist", {
  permissions: { env: true, read: true, run: true },
}, () => {
  const complete = new Results(benchCases.map(({ name, title, senders }) => ({
    name,
    title,
    objects: 1,
    bytes: 1,
    rows: senders.map(({ name }) => ({ sender: name, samples: [sample(1)] })),
  })));
  for (const claim of claims) assert(claim.value(complete) !== undefined, claim.text);
});

Deno.test(
  "A table shows what was measured, and a failure in place of figures",
  { permissions: "none" },
  () => {
    const text = markdown(results, {
      date: "2026-01-02",
      cores: 2,
      memoryGib: 8,
      system: "linux",
      deno: "2.9.6",
    });
    assertStringIncludes(text, "| ours | 0.2 | 0.1 - 0.5 | 3 | 0.5 | 50 | 1 | 35 |");
    assertStringIncludes(text, "| dicom-rs | exit code 1: no |");
    assertStringIncludes(text, "at least 10 times | 10 | yes |");
  },
);
