/** What is measured. */
import type { BenchCase } from "./bench_case.ts";
import { fragments, images, largeImage, type MakeData, structuredReport } from "./data.ts";
import {
  bundled,
  bundledInOne,
  dcmsend,
  dcmsendNodelay,
  dicomRs,
  emptyProgram,
  gdcmscu,
  ours,
  oursAnswering,
  oursFromSource,
  plainCopy,
  pynetdicom,
  type Sender,
  source,
  storescu,
  storescuNodelay,
} from "./peers.ts";
const KiB = 1 << 10;
const MiB = 1 << 20;

const everyone = [
  ours(),
  oursFromSource(),
  storescu(),
  storescuNodelay(),
  dcmsend,
  dcmsendNodelay,
  pynetdicom,
  gdcmscu,
  dicomRs,
];
/** The program and the one that it has to be as good as, with the same options. */
const rivals = (...options: string[]): Sender[] => [
  ours("ours", ...options),
  oursFromSource(...options),
  storescuNodelay(...options),
];
const fast = [...rivals(), dcmsendNodelay, dicomRs];

const tiny = images({ count: 1, pixelBytes: 128 });
const small = images({ count: 200, pixelBytes: 12 * KiB - 1 * KiB });
const slices = images({ count: 200, pixelBytes: 512 * KiB });
const fewSlices = images({ count: 50, pixelBytes: 512 * KiB });
const implicitSlices = images({ count: 200, pixelBytes: 512 * KiB, encoding: "implicit" });
const large = largeImage(2048 * MiB - 4 * KiB);
const report = (encoding: "explicit" | "implicit", containers = 240) =>
  structuredReport({ containers, texts: 200, encoding });
const tree = (count: number) => images({ count, pixelBytes: 128, folders: count / 100 });

function answers(name: string, program: () => string): Sender[] {
  return [
    oursAnswering(`${name}, --version`, { args: ["--version"], exitCode: 0, program }),
    oursAnswering(`${name}, refused`, { args: ["--no-such-option"], exitCode: 1, program }),
  ];
}

const startUp: BenchCase[] = [
  {
    name: "start-up",
    title: "Start-up without sending",
    senders: [
      emptyProgram,
      ...answers("ours", bundled),
      ...answers("ours, in one file", bundledInOne),
      ...answers("ours, from source", source),
    ],
  },
  {
    name: "tiny",
    title: "One tiny file",
    senders: [emptyProgram, ...everyone],
    sending: { receiver: "sink", data: tiny },
  },
];

const manySmall: BenchCase[] = [
  {
    name: "small-storescp",
    title: "200 x 12 KiB into stock storescp",
    senders: everyone,
    sending: { receiver: "storescp", data: small },
    slow: true,
  },
  {
    name: "small-nodelay",
    title: "200 x 12 KiB into storescp with TCP_NODELAY=1",
    senders: everyone,
    sending: { receiver: "storescp NODELAY", data: small },
  },
  {
    name: "small-orthanc",
    title: "200 x 12 KiB into Orthanc",
    senders: everyone,
    sending: { receiver: "Orthanc", data: small },
    slow: true,
  },
  {
    name: "small-sink",
    title: "200 x 12 KiB into the discarding receiver",
    senders: fast,
    sending: { receiver: "sink", data: small },
  },
];

const manySlices: BenchCase[] = [
  {
    name: "slices-storescp",
    title: "200 x 512 KiB into stock storescp",
    senders: [ours(), oursFromSource(), storescu(), storescuNodelay()],
    sending: { receiver: "storescp", data: slices },
    slow: true,
  },
  {
    name: "slices-nodelay",
    title: "200 x 512 KiB into storescp with TCP_NODELAY=1",
    senders: fast,
    sending: { receiver: "storescp NODELAY", data: slices },
  },
  {
    name: "slices-orthanc",
    title: "200 x 512 KiB into Orthanc",
    senders: fast,
    sending: { receiver: "Orthanc", data: slices },
    slow: true,
  },
  {
    name: "slices-sink",
    title: "200 x 512 KiB into the discarding receiver, one association and several",
    senders: [
      ...fast,
      ours("ours, 2 associations", "--associations", "2"),
      ours("ours, 4 associations", "--associations", "4"),
      ours("ours, 8 associations", "--associations", "8"),
    ],
    sending: { receiver: "sink", data: slices },
  },
];

const oneLarge: BenchCase[] = [
  {
    name: "10m-sink",
    title: "One object of 10 MiB into the discarding receiver",
    senders: fast,
    sending: { receiver: "sink", data: largeImage(10 * MiB) },
  },
  {
    name: "100m-sink",
    title: "One object of 100 MiB into the discarding receiver",
    senders: fast,
    sending: { receiver: "sink", data: largeImage(100 * MiB) },
  },
  {
    name: "2g-sink",
    title: "One object of 2 GiB into the discarding receiver",
    senders: [plainCopy, ...fast],
    sending: { receiver: "sink", data: large },
    slow: true,
  },
  {
    name: "4x2g-sink",
    title: "The same object four times over one association",
    senders: [ours("ours", "--repeat", "4"), storescuNodelay("--repeat", "4")],
    sending: { receiver: "sink", data: large, repeat: 4 },
    slow: true,
  },
  {
    name: "2g-nodelay",
    title: "One object of 2 GiB into storescp with TCP_NODELAY=1",
    senders: rivals(),
    sending: { receiver: "storescp NODELAY", data: large },
    slow: true,
  },
];

const byOpenssl = ours("ours, openssl", "--tls-engine", "openssl");
const halfGigabyte = largeImage(500 * MiB);

const secure: BenchCase[] = [
  {
    name: "tls",
    title: "One object of 500 MiB over TLS 1.3 into storescp with TCP_NODELAY=1",
    senders: [ours(), byOpenssl, oursFromSource(), storescuNodelay()],
    sending: { receiver: "storescp TLS", data: halfGigabyte },
  },
  {
    name: "tls-1.2",
    title: "The same over TLS 1.2",
    senders: [ours(), byOpenssl, storescuNodelay()],
    sending: { receiver: "storescp TLS 1.2", data: halfGigabyte },
  },
  {
    name: "tls-slices",
    title: "200 x 512 KiB over TLS 1.3 into storescp with TCP_NODELAY=1",
    senders: [ours(), byOpenssl, storescuNodelay()],
    sending: { receiver: "storescp TLS", data: slices },
  },
];

function encapsulated(
  name: string,
  { title, data, slow }: { title: string; data: MakeData; slow?: boolean },
) {
  const senders = [...rivals("-xy"), dcmsendNodelay];
  return { name, title, senders, sending: { receiver: "sink" as const, data }, slow };
}

const structured: BenchCase[] = [
  encapsulated("fragments-2000", {
    title: "Encapsulated, 100 MB in 2,000 fragments",
    data: fragments({ count: 2000, fragmentBytes: 50_000 }),
  }),
  encapsulated("fragments-100000", {
    title: "Encapsulated, 100 MB in 100,000 fragments",
    data: fragments({ count: 100_000, fragmentBytes: 1000 }),
  }),
  encapsulated("fragments-1g", {
    title: "Encapsulated, 1 GiB in 10,000 fragments",
    data: fragments({ count: 10_000, fragmentBytes: 107_374 }),
    slow: true,
  }),
  {
    name: "report",
    title: "Structured report of 7 MB with 96,000 items, passed through",
    senders: fast,
    sending: { receiver: "sink", data: report("explicit") },
  },
  {
    name: "report-converted",
    title: "The same, implicit to explicit",
    senders: rivals("+C"),
    sending: { receiver: "sink", data: report("implicit") },
  },
  {
    name: "report-converted-4x",
    title: "The same with 384,000 items",
    senders: rivals("+C"),
    sending: { receiver: "sink", data: report("implicit", 960) },
  },
  {
    name: "slices-converted",
    title: "200 x 512 KiB, implicit to explicit",
    senders: rivals("+C"),
    sending: { receiver: "sink", data: implicitSlices },
  },
  {
    name: "deflated",
    title: "50 x 512 KiB, deflated",
    senders: rivals("-xd", "+C"),
    sending: { receiver: "sink", data: fewSlices },
  },
];

const trees: BenchCase[] = [
  {
    name: "tree-10000",
    title: "10,000 tiny files in 100 folders into storescp with TCP_NODELAY=1",
    senders: [...rivals(), dcmsendNodelay],
    sending: { receiver: "storescp NODELAY", data: tree(10_000), scan: true },
  },
  {
    name: "tree-100000",
    title: "100,000 tiny files in 1,000 folders into the discarding receiver",
    senders: rivals(),
    sending: { receiver: "sink", data: tree(100_000), scan: true },
    slow: true,
  },
];

function delayed(roundTripMs: 20 | 80): BenchCase {
  return {
    name: `delay-${roundTripMs}`,
    title: `200 x 12 KiB, ${roundTripMs} ms round trip`,
    senders: [
      ours(),
      ours("ours, 8 associations", "--associations", "8"),
      ours("ours, window of 8", "--async-window", "8"),
      storescu(),
      storescuNodelay(),
    ],
    sending: { receiver: `sink ${roundTripMs} ms`, data: small },
    slow: true,
  };
}

/** Every case, in the order in which they are shown. */
export const benchCases: readonly BenchCase[] = [
  ...startUp,
  ...manySmall,
  ...manySlices,
  ...oneLarge,
  ...secure,
  ...structured,
  ...trees,
  delayed(20),
  delayed(80),
];
