/**
 * What is negotiated: transfer syntaxes that can be proposed instead of all uncompressed ones with explicit VR little
 * endian first, and user identity (PS3.7, Annex D.3.3.7).
 *
 * @module
 */
import type { Check, Draft, IdentityDraft, OptionRow, OptionSection } from "./option.ts";

/** The names of a proposal, what the help says of it, and the transfer syntax it prefers. */
interface ProposalRow {
  readonly long: string;
  readonly short: string;
  readonly help: string;
  readonly uid?: string;
}

const proposals: readonly ProposalRow[] = [
  {
    long: "--propose-uncompr",
    short: "-x=",
    help: "propose all uncompressed TS, explicit VR\nwith local byte ordering first (default)",
  },
  {
    long: "--propose-little",
    short: "-xe",
    help: "propose all uncompressed TS, explicit VR\nlittle endian first",
    uid: "1.2.840.10008.1.2.1",
  },
  {
    long: "--propose-big",
    short: "-xb",
    help: "propose all uncompressed TS, explicit VR\nbig endian first",
    uid: "1.2.840.10008.1.2.2",
  },
  {
    long: "--propose-implicit",
    short: "-xi",
    help: "propose implicit VR little endian TS only",
    uid: "1.2.840.10008.1.2",
  },
  {
    long: "--propose-lossless",
    short: "-xs",
    help: "propose default JPEG lossless TS\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.4.70",
  },
  {
    long: "--propose-jpeg8",
    short: "-xy",
    help: "propose default JPEG lossy TS for 8 bit data\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.4.50",
  },
  {
    long: "--propose-jpeg12",
    short: "-xx",
    help: "propose default JPEG lossy TS for 12 bit data\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.4.51",
  },
  {
    long: "--propose-j2k-lossless",
    short: "-xv",
    help: "propose JPEG 2000 lossless TS\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.4.90",
  },
  {
    long: "--propose-j2k-lossy",
    short: "-xw",
    help: "propose JPEG 2000 lossy TS\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.4.91",
  },
  {
    long: "--propose-jls-lossless",
    short: "-xt",
    help: "propose JPEG-LS lossless TS\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.4.80",
  },
  {
    long: "--propose-jls-lossy",
    short: "-xu",
    help: "propose JPEG-LS lossy TS\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.4.81",
  },
  {
    long: "--propose-mpeg2",
    short: "-xm",
    help: "propose MPEG2 Main Profile @ Main Level TS",
    uid: "1.2.840.10008.1.2.4.100",
  },
  {
    long: "--propose-mpeg2-high",
    short: "-xh",
    help: "propose MPEG2 Main Profile @ High Level TS",
    uid: "1.2.840.10008.1.2.4.101",
  },
  {
    long: "--propose-mpeg4",
    short: "-xn",
    help: "propose MPEG4 AVC/H.264 HP / Level 4.1 TS",
    uid: "1.2.840.10008.1.2.4.102",
  },
  {
    long: "--propose-mpeg4-bd",
    short: "-xl",
    help: "propose MPEG4 AVC/H.264 BD-compatible TS",
    uid: "1.2.840.10008.1.2.4.103",
  },
  {
    long: "--propose-mpeg4-2-2d",
    short: "-x2",
    help: "propose MPEG4 AVC/H.264 HP / Level 4.2 TS (2D)",
    uid: "1.2.840.10008.1.2.4.104",
  },
  {
    long: "--propose-mpeg4-2-3d",
    short: "-x3",
    help: "propose MPEG4 AVC/H.264 HP / Level 4.2 TS (3D)",
    uid: "1.2.840.10008.1.2.4.105",
  },
  {
    long: "--propose-mpeg4-2-st",
    short: "-xo",
    help: "propose MPEG4 AVC/H.264 Stereo / Level 4.2 TS",
    uid: "1.2.840.10008.1.2.4.106",
  },
  {
    long: "--propose-hevc",
    short: "-x4",
    help: "propose HEVC/H.265 Main Profile / Level 5.1 TS",
    uid: "1.2.840.10008.1.2.4.107",
  },
  {
    long: "--propose-hevc10",
    short: "-x5",
    help: "propose HEVC/H.265 Main 10 Profile / Level 5.1 TS",
    uid: "1.2.840.10008.1.2.4.108",
  },
  {
    long: "--propose-rle",
    short: "-xr",
    help: "propose RLE lossless TS\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.5",
  },
  {
    long: "--propose-deflated",
    short: "-xd",
    help: "propose deflated expl. VR little endian TS\nand all uncompressed transfer syntaxes",
    uid: "1.2.840.10008.1.2.1.99",
  },
];

/** `--propose-uncompr` and all that exclude each other with it. */
export const proposeOptions: readonly OptionRow[] = proposals.map(({ uid, ...names }) => ({
  ...names,
  set: ({ proposal }) => {
    if (uid) proposal.preferredTransferSyntax = uid;
    else delete proposal.preferredTransferSyntax;
  },
}));

/** Why `--config-file` cannot be used: something else than the default is proposed. */
export const proposalConflicts: readonly Check[] = proposals.slice(1).map(({ long, uid }) => ({
  notWith: long,
  isUsed: ({ proposal }) => proposal.preferredTransferSyntax === uid,
}));

const isUserOnly = ({ identity }: Draft) => identity.mode === "user";

/** What is in the file, as the help says it, and what kind of identity that is. */
interface IdentityFile {
  readonly content: string;
  readonly mode: IdentityDraft["mode"];
}

function fromFile(names: Pick<OptionRow, "long" | "short">, { content, mode }: IdentityFile): OptionRow {
  return {
    ...names,
    parameters: [{ name: "filename", kind: "file" }],
    valueText: "[f]ilename: string",
    help: `read ${content} from file f`,
    set: ({ identity }, [file]) => {
      identity.file = file.text;
      identity.mode = mode;
    },
  };
}

/** Options of user identity negotiation. */
export const identityOptions: OptionSection = {
  title: "user identity negotiation:",
  options: [
    {
      long: "--user",
      short: "-usr",
      parameters: [{ name: "user", kind: "string" }],
      valueText: "[u]ser name: string",
      help: "authenticate using user name u",
      set: ({ identity }, [user]) => {
        identity.user = user.text;
        identity.mode = "user";
      },
    },
    {
      long: "--password",
      short: "-pwd",
      parameters: [{ name: "password", kind: "string" }],
      valueText: "[p]assword: string (only with --user)",
      help: "authenticate using password p",
      checks: [{ onlyWith: "--user", isMet: isUserOnly }],
      set: ({ identity }, [password]) => {
        identity.password = password.text;
        identity.mode = "user-password";
      },
    },
    {
      long: "--empty-password",
      short: "-epw",
      help: "send empty password (only with --user)",
      checks: [{ onlyWith: "--user", isMet: isUserOnly }],
      set: ({ identity }) => {
        identity.password = "";
        identity.mode = "user-password";
      },
    },
    fromFile({ long: "--kerberos", short: "-kt" }, { content: "kerberos ticket", mode: "kerberos" }),
    fromFile({ long: "--saml" }, { content: "SAML request", mode: "saml" }),
    fromFile({ long: "--jwt" }, { content: "JWT data", mode: "jwt" }),
    {
      long: "--pos-response",
      short: "-rsp",
      help: "expect positive response",
      checks: [
        { onlyWith: "--user, --kerberos or --saml", isMet: ({ identity }) => identity.mode !== "none" },
      ],
      set: ({ identity }) => identity.positiveResponse = true,
    },
  ],
};
