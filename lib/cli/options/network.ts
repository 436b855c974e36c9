/**
 * Network options: what is negotiated, limits of the connection and the association, and how objects are sent and
 * changed on the way.
 *
 * @module
 */
import { identityOptions, proposalConflicts, proposeOptions } from "./negotiation.ts";
import type { Draft, OptionGroup, OptionParameter, OptionRow, OptionSection, OptionValue } from "./option.ts";

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
const limitOptions: readonly OptionRow[] = [
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
const sendingOptions: readonly OptionRow[] = [
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

const titles: OptionSection = {
  title: "application entity titles:",
  options: [
    {
      long: "--aetitle",
      short: "-aet",
      parameters: [{ name: "aetitle", kind: "string" }],
      valueText: "[a]etitle: string",
      help: "set my calling AE title (default: STORESCU)",
      set: ({ peer }, [title]) => peer.callingAeTitle = title.text,
    },
    {
      long: "--call",
      short: "-aec",
      parameters: [{ name: "aetitle", kind: "string" }],
      valueText: "[a]etitle: string",
      help: "set called AE title of peer (default: ANY-SCP)",
      set: ({ peer }, [title]) => peer.calledAeTitle = title.text,
    },
  ],
};

const profile: OptionSection = {
  title: "association negotiation profile from configuration file:",
  options: [{
    long: "--config-file",
    short: "-xf",
    parameters: [{ name: "filename", kind: "file" }, { name: "profile", kind: "string" }],
    valueText: "[f]ilename, [p]rofile: string",
    help: "use profile p from config file f",
    checks: [
      ...proposalConflicts,
      { notWith: "--required", isUsed: ({ proposal }) => proposal.requiredOnly },
      { notWith: "--combine", isUsed: ({ proposal }) => proposal.combine },
    ],
    set: (draft, [file, name]) => {
      draft.profile = { kind: "profile", configFile: file.text, profileName: name.text };
    },
  }],
};

const proposal: OptionSection = {
  title: "proposed transmission transfer syntaxes (not with --config-file):",
  options: [
    ...proposeOptions,
    {
      long: "--required",
      short: "-R",
      help: "propose only required presentation contexts\n(default: propose all supported)",
      set: ({ proposal }) => proposal.requiredOnly = true,
    },
    {
      long: "--combine",
      short: "+C",
      help: "combine proposed transfer syntaxes\n(default: separate pres. context for each TS)",
      set: ({ proposal }) => proposal.combine = true,
    },
  ],
};

const newVrs: OptionSection = {
  title: "post-1993 value representations:",
  options: [
    {
      long: "--enable-new-vr",
      short: "+u",
      help: "enable support for new VRs (UN/UT) (default)",
      set: ({ sending }) => sending.disableNewVr = false,
    },
    {
      long: "--disable-new-vr",
      short: "-u",
      help: "disable support for new VRs, convert to OB",
      set: ({ sending }) => sending.disableNewVr = true,
    },
  ],
};

function mayDeflate({ proposal, profile }: Draft): boolean {
  return profile !== undefined || proposal.preferredTransferSyntax === "1.2.840.10008.1.2.1.99";
}

const compression: OptionSection = {
  title: "deflate compression level (only with --propose-deflated or --config-file):",
  options: [{
    long: "--compression-level",
    short: "+cl",
    parameters: [{ name: "level", kind: "unsigned", min: 0, max: 9 }],
    valueText: "[l]evel: integer (default: 6)",
    help: "0=uncompressed, 1=fastest, 9=best compression",
    checks: [
      { onlyWith: "--propose-deflated or --config-file", isMet: mayDeflate },
    ],
    set: ({ sending }, [level]) => sending.compressionLevel = level.number,
  }],
};

/** Network options. */
export const networkOptions: OptionGroup = {
  title: "network options:",
  shortNameWidth: 4,
  sections: [
    titles,
    profile,
    proposal,
    newVrs,
    compression,
    identityOptions,
    { title: "other network options:", options: [...limitOptions, ...sendingOptions] },
  ],
};
