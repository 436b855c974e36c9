/**
 * Network options: what is negotiated, and how objects are sent.
 *
 * @module
 */
import type { Draft } from "./draft.ts";
import { identityOptions } from "./identity.ts";
import { limitOptions, sendingOptions } from "./limits.ts";
import { notWith, onlyWith, type OptionGroup, type OptionSection } from "./option.ts";
import { proposalConflicts, proposeOptions } from "./propose.ts";

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
      notWith({ option: "--config-file", other: "--required" }, ({ proposal }) => proposal.requiredOnly),
      notWith({ option: "--config-file", other: "--combine" }, ({ proposal }) => proposal.combine),
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
      onlyWith({ option: "--compression-level", base: "--propose-deflated or --config-file" }, mayDeflate),
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
