/**
 * Limits of the connection and the association, and how objects are sent and changed on the way.
 *
 * @module
 */
import type { OptionParameter, OptionRow, OptionValue } from "./option.ts";

const seconds: OptionParameter = { name: "seconds", kind: "signed", min: 1 };
const pduBytes: OptionParameter = { name: "number of bytes", kind: "unsigned", min: 4096, max: 131072 };
const count: OptionParameter = { name: "number", kind: "unsigned", min: 1 };
const pduText = "[n]umber of bytes: integer (4096..131072)";
const inventText = "[n]umber: integer (implies --invent-instance)";

/** Timers of the runtime cannot wait longer than these 24 days. */
const maxTimeoutSeconds = 2_147_483;

function limited({ number }: OptionValue): number {
  return Math.min(number, maxTimeoutSeconds);
}

/** Time-outs and lengths of PDUs. */
export const limitOptions: readonly OptionRow[] = [
  {
    long: "--timeout",
    short: "-to",
    parameters: [seconds],
    valueText: "[s]econds: integer (default: unlimited)",
    help: "timeout for connection requests",
    set: ({ network }, [seconds]) => network.connectTimeoutSeconds = limited(seconds),
  },
  {
    long: "--socket-timeout",
    short: "-ts",
    parameters: [{ ...seconds, min: -1 }],
    valueText: "[s]econds: integer (default: 60)",
    help: "timeout for network socket (0 for none)",
    set: ({ network }, [seconds]) => network.socketTimeoutSeconds = limited(seconds),
  },
  {
    long: "--acse-timeout",
    short: "-ta",
    parameters: [seconds],
    valueText: "[s]econds: integer (default: 30)",
    help: "timeout for ACSE messages",
    set: ({ network }, [seconds]) => network.acseTimeoutSeconds = limited(seconds),
  },
  {
    long: "--dimse-timeout",
    short: "-td",
    parameters: [seconds],
    valueText: "[s]econds: integer (default: unlimited)",
    help: "timeout for DIMSE messages",
    set: ({ network }, [seconds]) => network.dimseTimeoutSeconds = limited(seconds),
  },
  {
    long: "--max-pdu",
    short: "-pdu",
    parameters: [pduBytes],
    valueText: pduText,
    help: "set max receive pdu to n bytes (default: 16384)",
    set: ({ network }, [bytes]) => network.maxReceivePduBytes = bytes.number,
  },
  {
    long: "--max-send-pdu",
    parameters: [pduBytes],
    valueText: pduText,
    help: "restrict max send pdu to n bytes",
    set: ({ network }, [bytes]) => network.maxSendPduBytes = bytes.number,
  },
];

/** How often, how far and as what objects are sent. */
export const sendingOptions: readonly OptionRow[] = [
  {
    long: "--repeat",
    parameters: [count],
    valueText: "[n]umber: integer",
    help: "repeat n times",
    set: ({ sending }, [count]) => sending.repeat = count.number,
  },
  {
    long: "--abort",
    help: "abort association instead of releasing it",
    set: ({ sending }) => sending.abort = true,
  },
  {
    long: "--no-halt",
    short: "-nh",
    help: "do not halt if unsuccessful store encountered\n(default: do halt)",
    set: ({ sending }) => sending.haltOnUnsuccessfulStore = false,
  },
  {
    long: "--uid-padding",
    short: "-up",
    help: "silently correct space-padded UIDs",
    set: ({ input }) => input.uidPadding = true,
  },
  {
    long: "--invent-instance",
    short: "+II",
    help: "invent a new SOP instance UID for every image\nsent",
    set: (draft) => draft.isInventing = true,
  },
  {
    long: "--invent-series",
    short: "+IR",
    parameters: [count],
    valueText: inventText,
    help: "invent a new series UID after n images\nhave been sent (default: 100)",
    set: (draft, [count]) => {
      draft.isInventing = true;
      draft.invent.imagesPerSeries = count.number;
    },
  },
  {
    long: "--invent-study",
    short: "+IS",
    parameters: [count],
    valueText: inventText,
    help: "invent a new study UID after n series\nhave been sent (default: 50)",
    set: (draft, [count]) => {
      draft.isInventing = true;
      draft.invent.seriesPerStudy = count.number;
    },
  },
  {
    long: "--invent-patient",
    short: "+IP",
    parameters: [count],
    valueText: inventText,
    help: "invent a new patient ID and name after n studies\nhave been sent (default: 25)",
    set: (draft, [count]) => {
      draft.isInventing = true;
      draft.invent.studiesPerPatient = count.number;
    },
  },
];
