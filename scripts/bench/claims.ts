/** What the program has to reach, as ratios within one run of the benchmark, and whether it does. */
import type { Metric, Results } from "./results.ts";

/** One claim. */
export interface Claim {
  readonly text: string;
  /** The bound that the value must not cross. */
  readonly bound: number;
  readonly sense: "at least" | "at most";
  readonly unit: "times" | "MiB";
  /** The value; `undefined` where something was not measured. */
  value(results: Results): number | undefined;
}

const ours = "ours";
const nodelay = "storescu NODELAY";

type Figure = (results: Results) => number | undefined;

function figure(caseName: string, of: { sender: string; metric: Metric }): Figure {
  return (results) => results.median(caseName, of);
}

const wall = (caseName: string, sender: string) => figure(caseName, { sender, metric: "wallSeconds" });
const cpu = (caseName: string, sender: string) => figure(caseName, { sender, metric: "cpuSeconds" });

/** Combines figures, where all of them were measured. */
function combined(figures: readonly Figure[], combine: (...values: number[]) => number): Figure {
  return (results) => {
    const values = figures.map((one) => one(results)).filter((value) => value !== undefined);
    return values.length === figures.length ? combine(...values) : undefined;
  };
}

const ratio = (one: Figure, other: Figure) => combined([one, other], (above, below) => above / below);
const difference = (one: Figure, other: Figure) => combined([one, other], (more, less) => more - less);

/** How many times faster a sender is than another one. */
function faster(caseName: string, { sender = ours, than = nodelay, atLeast }: {
  sender?: string;
  than?: string;
  atLeast: number;
}): Claim {
  return {
    text: `${caseName}: ${sender} against ${than}`,
    bound: atLeast,
    sense: "at least",
    unit: "times",
    value: ratio(wall(caseName, than), wall(caseName, sender)),
  };
}

/** The same, without what each of them takes for one tiny file. */
function fasterWithoutStartUp(caseName: string, atLeast: number): Claim {
  const net = (sender: string) => difference(wall(caseName, sender), wall("tiny", sender));
  return {
    text: `${caseName}, start-up left out: ${ours} against ${nodelay}`,
    bound: atLeast,
    sense: "at least",
    unit: "times",
    value: ratio(net(nodelay), net(ours)),
  };
}

function lessCpu(caseName: string): Claim {
  return {
    text: `${caseName}, CPU time: ${nodelay} against ${ours}`,
    bound: 1,
    sense: "at least",
    unit: "times",
    value: ratio(cpu(caseName, nodelay), cpu(caseName, ours)),
  };
}

function startsLike(sender: string): Claim {
  return {
    text: `start-up: ${sender} against an empty program`,
    bound: 1.3,
    sense: "at most",
    unit: "times",
    value: ratio(wall("start-up", sender), wall("start-up", "empty program")),
  };
}

const rss = (caseName: string, sender = ours) =>
  combined([figure(caseName, { sender, metric: "peakRssKib" })], (kib) => kib / 1024);

function memory(text: string, { value, atMost }: { value: Figure; atMost: number }): Claim {
  return { text: `Memory: ${text}`, bound: atMost, sense: "at most", unit: "MiB", value };
}

/** Small differences of the peak are the garbage collector's mood, not growth. */
const flat = 8;

/** Every claim. */
export const claims: readonly Claim[] = [
  startsLike("ours, --version"),
  startsLike("ours, refused"),
  startsLike("ours, from source, --version"),
  startsLike("ours, from source, refused"),
  faster("small-storescp", { than: "storescu", atLeast: 60 }),
  faster("small-storescp", { atLeast: 30 }),
  fasterWithoutStartUp("small-nodelay", 1),
  faster("slices-nodelay", { atLeast: 1 }),
  faster("2g-sink", { atLeast: 1 }),
  faster("2g-sink", { than: "plain copy", atLeast: 0.85 }),
  lessCpu("2g-sink"),
  faster("2g-nodelay", { atLeast: 1 }),
  lessCpu("2g-nodelay"),
  faster("tls", { atLeast: 0.8 }),
  faster("tls", { sender: "ours, openssl", atLeast: 1 }),
  faster("tls-1.2", { atLeast: 0.8 }),
  faster("tls-1.2", { sender: "ours, openssl", atLeast: 1 }),
  faster("tls-slices", { atLeast: 0.8 }),
  faster("tls-slices", { sender: "ours, openssl", atLeast: 1 }),
  faster("report", { atLeast: 10 }),
  faster("report-converted", { atLeast: 3 }),
  faster("fragments-2000", { atLeast: 1 }),
  faster("fragments-100000", { atLeast: 1 }),
  faster("tree-10000", { atLeast: 1 }),
  faster("delay-80", { sender: "ours, 8 associations", than: ours, atLeast: 6 }),
  faster("delay-80", { sender: "ours, window of 8", than: ours, atLeast: 3.5 }),
  memory("one object of 2 GiB", { value: rss("2g-sink"), atMost: 80 }),
  memory("one encapsulated object of 1 GiB", { value: rss("fragments-1g"), atMost: 80 }),
  memory("2 GiB against 10 MiB", { value: difference(rss("2g-sink"), rss("10m-sink")), atMost: flat }),
  memory("8 GiB against 2 GiB", { value: difference(rss("4x2g-sink"), rss("2g-sink")), atMost: flat }),
  memory("100,000 fragments against 2,000", {
    value: difference(rss("fragments-100000"), rss("fragments-2000")),
    atMost: flat,
  }),
  memory("384,000 items converted against 96,000", {
    value: difference(rss("report-converted-4x"), rss("report-converted")),
    atMost: flat,
  }),
  memory("each association after the first", {
    value: combined(
      [rss("slices-sink", "ours, 8 associations"), rss("slices-sink")],
      (eight, one) => (eight - one) / 7,
    ),
    atMost: 2,
  }),
  memory("100,000 files", { value: rss("tree-100000"), atMost: 120 }),
];

/** Whether a value is within its bound. */
export function isHeld({ bound, sense }: Claim, value: number): boolean {
  return sense === "at least" ? value >= bound : value <= bound;
}
