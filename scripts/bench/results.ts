/** What was measured, and the figures that are read from it. */
import type { CaseResult, Row } from "./run_case.ts";

/** What is measured of a run. */
export type Metric = "wallSeconds" | "cpuSeconds" | "peakRssKib";

/** All cases of one run of the benchmark. */
export class Results {
  readonly cases: readonly CaseResult[];
  /** Bytes of the program in one file, where it was made. */
  readonly bundleBytes: number | undefined;

  constructor(cases: readonly CaseResult[], bundleBytes?: number) {
    this.cases = cases;
    this.bundleBytes = bundleBytes;
  }

  /** The median of a metric of a sender; `undefined` where it was not measured. */
  median(caseName: string, { sender, metric }: { sender: string; metric: Metric }): number | undefined {
    const rows = this.cases.find(({ name }) => name === caseName)?.rows;
    const row = rows?.find((one) => one.sender === sender);
    return row && medianOf(row, metric);
  }
}

/** The median of a metric; `undefined` where a run failed or the metric was not measured. */
export function medianOf({ samples, failure }: Row, metric: Metric): number | undefined {
  if (failure !== undefined) return undefined;
  return median(samples.map((sample) => sample[metric]));
}

function median(values: readonly (number | undefined)[]): number | undefined {
  const known = values.filter((value) => value !== undefined).sort((one, other) => one - other);
  const middle = known.length >> 1;
  if (known.length === 0) return undefined;
  return known.length % 2 === 1 ? known[middle] : (known[middle - 1] + known[middle]) / 2;
}
