/**
 * Association negotiation profile files, good and bad. What DCMTK says to the bad ones was recorded from it, and is
 * compared with it again where it is installed.
 */

/** A file, and a profile to use from it. */
export interface ProfileCase {
  name: string;
  text: string;
  /** `P` where absent. */
  profile?: string;
  /** What is wrong with the file, as DCMTK says. */
  fileError?: string;
  /** What is wrong with the profile, as DCMTK says: with module and code. */
  profileError?: string;
}

const CT = "1.2.840.10008.5.1.4.1.1.2";
const MR = "1.2.840.10008.5.1.4.1.1.4";

/** A file from the lines of its parts; the parts that are not given are good ones. */
function file(parts: {
  syntaxes?: string[];
  contexts?: string[];
  roles?: string[];
  extended?: string[];
  profiles?: string[];
}): string {
  const part = (title: string, lines: string[] | undefined) => lines ? [`[[${title}]]`, ...lines] : [];
  return [
    ...part("TransferSyntaxes", parts.syntaxes ?? ["[T]", "TransferSyntax1 = LittleEndianExplicit"]),
    ...part("PresentationContexts", parts.contexts ?? ["[C]", "PresentationContext1 = CTImageStorage\\T"]),
    ...part("SCPSCURoleSelection", parts.roles),
    ...part("ExtendedNegotiation", parts.extended),
    ...part("Profiles", parts.profiles ?? ["[P]", "PresentationContexts = C"]),
    "",
  ].join("\n");
}

const withRoles = ["[P]", "PresentationContexts = C", "SCPSCURoleSelection = R"];
const withExtended = ["[P]", "PresentationContexts = C", "ExtendedNegotiation = E"];
const numbered = (count: number, line: (n: number) => string) =>
  Array.from({ length: count }, (_, n) => line(n + 1));

/** Files that DCMTK takes. */
export const goodProfiles: ProfileCase[] = [
  { name: "smallest", text: file({}) },
  { name: "carriage returns and line feeds", text: file({}).replaceAll("\n", "\r\n") },
  { name: "carriage returns alone", text: file({}).replaceAll("\n", "\r") },
  { name: "no line feed at the end", text: file({}).trimEnd() },
  { name: "profile name in other case with blanks", text: file({}), profile: " p " },
  {
    name: "comments",
    text: file({ syntaxes: ["# one", "[T]", "#two", "TransferSyntax1 = LittleEndianExplicit", "#"] }),
  },
  {
    name: "comment within a value",
    text: file({ contexts: ["[C]", "PresentationContext1 =", "# c", "  CTImageStorage\\", "# d", "  T"] }),
  },
  {
    name: "keyword over two lines",
    text: file({ syntaxes: ["[T]", "Transfer", "  Syntax", "1", "= LittleEndianExplicit"] }),
  },
  {
    name: "blanks in headers and keywords",
    text: file({ syntaxes: [" [ T ]", " Transfer Syntax 1=LittleEndianExplicit"] }),
  },
  {
    name: "several sections on a line",
    text: "[[TransferSyntaxes]][T]TransferSyntax1=1.2.840.10008.1.2\n" +
      "[[PresentationContexts]][C]PresentationContext1=1.2.3\\T\n[[Profiles]][P]PresentationContexts=C",
  },
  {
    name: "numeric UIDs and names with an equals sign",
    text: file({
      syntaxes: ["[T]", "TransferSyntax1 = 1.2.840.10008.1.2", "TransferSyntax2 = =BigEndianExplicit"],
      contexts: ["[C]", `PresentationContext1 = ${CT}\\T`, "PresentationContext2 = =MRImageStorage\\t"],
    }),
  },
  {
    name: "byte orders of the machine",
    text: file({
      syntaxes: ["[T]", "TransferSyntax1 = LocalEndianExplicit", "TransferSyntax2 = OppositeEndianExplicit"],
    }),
  },
  {
    name: "names with signs",
    text: file({
      syntaxes: [
        "[T]",
        "TransferSyntax1 = JPEGLossless:Non-hierarchical-1stOrderPrediction",
        "TransferSyntax2 = MPEG2MainProfile@MainLevel",
        "TransferSyntax3 = MPEG4HighProfile/Level4.1",
      ],
    }),
  },
  {
    name: "numbers end at the first gap",
    text: file({
      syntaxes: ["[T]", "TransferSyntax1 = 1.2.840.10008.1.2", "TransferSyntax3 = 1.2.840.10008.1.2.1"],
    }),
  },
  {
    name: "numbers in any order, first of two counts",
    text: file({
      syntaxes: [
        "[T]",
        "TransferSyntax2 = 1.2.840.10008.1.2.2",
        "TransferSyntax1 = 1.2.840.10008.1.2",
        "TransferSyntax1 = 1.2.840.10008.1.2.1",
      ],
    }),
  },
  {
    name: "sections of the same name add up",
    text: file({
      syntaxes: [
        "[T]",
        "TransferSyntax1 = 1.2.840.10008.1.2",
        "[t]",
        "TransferSyntax1 = 1.2.840.10008.1.2.1",
      ],
    }),
  },
  {
    name: "the first of two supersections counts",
    text: file({}) + "[[TransferSyntaxes]]\n[T]\nTransferSyntax1 = nonsense\n",
  },
  {
    name: "the same class twice",
    text: file({
      contexts: [
        "[C]",
        "PresentationContext1 = CTImageStorage\\T",
        "PresentationContext2 = CTImageStorage\\T",
      ],
    }),
  },
  {
    name: "128 contexts",
    text: file({ contexts: ["[C]", ...numbered(128, (n) => `PresentationContext${n} = 1.2.${n}\\T`)] }),
  },
  {
    name: "roles",
    text: file({
      contexts: numbered(4, (n) => n === 1 ? "[C]" : `PresentationContext${n - 1} = 1.2.${n}\\T`),
      roles: ["[R]", "Role1 = 1.2.2\\SCP", "Role2 = 1.2.3\\both", "Role3 = 1.2.4\\scu"],
      profiles: withRoles,
    }),
  },
  {
    name: "role of a class that is proposed twice",
    text: file({
      contexts: [
        "[C]",
        "PresentationContext1 = CTImageStorage\\T",
        "PresentationContext2 = CTImageStorage\\T",
      ],
      roles: ["[R]", "Role1 = CTImageStorage\\BOTH"],
      profiles: withRoles,
    }),
  },
  {
    name: "extended negotiation",
    text: file({
      contexts: [
        "[C]",
        "PresentationContext1 = CTImageStorage\\T",
        "PresentationContext2 = MRImageStorage\\T",
      ],
      extended: [
        "[E]",
        "ExtendedNegotiation1 = MRImageStorage\\0102aBFf",
        "ExtendedNegotiation2 = CTImageStorage\\00",
      ],
      profiles: withExtended,
    }),
  },
  {
    name: "roles and extended negotiation nobody uses",
    text: file({ roles: ["[R]", "Role1 = 1.2\\SCP"], extended: ["[E]", "ExtendedNegotiation1 = 1.2\\01"] }),
  },
  {
    name: "long UID",
    text: file({ contexts: ["[C]", `PresentationContext1 = 1.${"2".repeat(80)}\\T`] }),
  },
  {
    name: "keys with blanks and other case",
    text: file({
      contexts: ["[C]", "PresentationContext1 = CTImageStorage\\ t"],
      profiles: ["[P]", "presentationcontexts = \t c"],
    }),
  },
  {
    name: "garbage between sections",
    text: file({ profiles: ["garbage = 1", "[P]", "PresentationContexts = C", "more = 2"] }),
  },
  {
    name: "three brackets are two",
    text: file({}).replace("[[Profiles]]", "[[[Profiles]]]"),
  },
];

/** Files that DCMTK does not take, and profiles that are not in them. */
export const badProfiles: ProfileCase[] = [
  { name: "empty", text: "", fileError: "cannot find section [[TRANSFERSYNTAXES]] in config file" },
  {
    name: "comment only",
    text: "# nothing",
    fileError: "cannot find section [[TRANSFERSYNTAXES]] in config file",
  },
  {
    name: "indented comment",
    text: file({ syntaxes: ["  # one", "[T]", "TransferSyntax1 = LittleEndianExplicit"] }),
    fileError: "transfer syntax key undefined: T",
  },
  {
    name: "no presentation contexts",
    text: "[[TransferSyntaxes]]",
    fileError: "cannot find section [[PRESENTATIONCONTEXTS]] in config file",
  },
  {
    name: "no profiles",
    text: "[[TransferSyntaxes]]\n[[PresentationContexts]]",
    fileError: "cannot find section [[PROFILES]] in config file",
  },
  {
    name: "section instead of supersection",
    text: file({}).replace("[[Profiles]]", "[Profiles]"),
    fileError: "cannot find section [[PROFILES]] in config file",
  },
  {
    name: "bad transfer syntax",
    text: file({ syntaxes: ["[T]", "TransferSyntax1 = nonsense"] }),
    fileError: "not a valid transfer syntax UID: nonsense",
  },
  {
    name: "empty transfer syntax",
    text: file({ syntaxes: ["[T]", "TransferSyntax1 ="] }),
    fileError: "not a valid transfer syntax UID: ",
  },
  {
    name: "blank behind a transfer syntax",
    text: file({ syntaxes: ["[T]", "TransferSyntax1 = LittleEndianExplicit "] }),
    fileError: "not a valid transfer syntax UID: LittleEndianExplicit ",
  },
  {
    name: "transfer syntax over two lines",
    text: file({ syntaxes: ["[T]", "TransferSyntax1 = 1.2.840.", "  10008.1.2"] }),
    fileError: "not a valid transfer syntax UID: 1.2.840.\n10008.1.2",
  },
  {
    name: "no transfer syntax in the section",
    text: file({ syntaxes: ["[T]", "TransferSyntax0 = LittleEndianExplicit"] }),
    fileError: "transfer syntax key undefined: T",
  },
  {
    name: "no backslash in a context",
    text: file({ contexts: ["[C]", "PresentationContext1 = CTImageStorage T"] }),
    fileError: "syntax error: missing '\\' in entry PRESENTATIONCONTEXT1 in config file",
  },
  {
    name: "unknown transfer syntax key",
    text: file({ contexts: ["[C]", "PresentationContext1 = CTImageStorage\\U"] }),
    fileError: "transfer syntax key undefined: U",
  },
  {
    name: "bad abstract syntax",
    text: file({ contexts: ["[C]", "PresentationContext1 = ctimagestorage\\T"] }),
    fileError: "not a valid abstract syntax UID: ctimagestorage",
  },
  {
    name: "empty abstract syntax",
    text: file({ contexts: ["[C]", "PresentationContext1 = \\T"] }),
    fileError: "Illegal call, perhaps wrong parameters",
  },
  {
    name: "section without a name",
    text: file({ contexts: ["[]", "PresentationContext1 = CTImageStorage\\T"] }),
    fileError: "Illegal call, perhaps wrong parameters",
  },
  {
    name: "129 contexts",
    text: file({ contexts: ["[C]", ...numbered(129, (n) => `PresentationContext${n} = 1.2.${n}\\T`)] }),
    fileError: "presentation context list too long (> 128 entries): C",
  },
  {
    name: "no backslash in a role",
    text: file({ roles: ["[R]", "Role1 = CTImageStorage/SCP"] }),
    fileError: "syntax error: missing '\\' in entry ROLE1 in config file",
  },
  {
    name: "unknown role",
    text: file({ roles: ["[R]", "Role1 = CTImageStorage\\ SCP"] }),
    fileError: "syntax error: unknown role key in entry ROLE1 in config file",
  },
  {
    name: "bad class in a role",
    text: file({ roles: ["[R]", "Role1 = CT\\SCP"] }),
    fileError: "not a valid abstract syntax UID: CT",
  },
  {
    name: "two roles of a class",
    text: file({ roles: ["[R]", "Role1 = CTImageStorage\\SCP", `Role2 = ${CT}\\SCU`] }),
    fileError: `role selection defined twice for abstract syntax UID: ${CT}`,
  },
  {
    name: "no backslash in extended negotiation",
    text: file({ extended: ["[E]", "ExtendedNegotiation1 = CTImageStorage"] }),
    fileError: "syntax error: missing '\\' in entry EXTENDEDNEGOTIATION1 in config file",
  },
  {
    name: "bad class in extended negotiation",
    text: file({ extended: ["[E]", "ExtendedNegotiation1 = CT\\01"] }),
    fileError: "not a valid abstract syntax UID: CT",
  },
  {
    name: "odd number of digits",
    text: file({ extended: ["[E]", "ExtendedNegotiation1 = CTImageStorage\\010"] }),
    fileError: "parse error in extended negotiation data in entry EXTENDEDNEGOTIATION1 in config file",
  },
  {
    name: "not a digit",
    text: file({ extended: ["[E]", "ExtendedNegotiation1 = CTImageStorage\\01 02"] }),
    fileError: "parse error in extended negotiation data in entry EXTENDEDNEGOTIATION1 in config file",
  },
  {
    name: "no data",
    text: file({ extended: ["[E]", "ExtendedNegotiation1 = CTImageStorage\\"] }),
    fileError: "Illegal call, perhaps wrong parameters",
  },
  {
    name: "too much data",
    text: file({ extended: ["[E]", `ExtendedNegotiation1 = CTImageStorage\\${"00".repeat(1024)}`] }),
    fileError: "extended negotiation data too long, cannot handle > 1024 bytes in entry " +
      "EXTENDEDNEGOTIATION1 in config file",
  },
  {
    name: "extended negotiation twice",
    text: file({ extended: ["[E]", `ExtendedNegotiation1 = ${CT}\\00`, `ExtendedNegotiation2 = ${CT}\\00`] }),
    fileError: `extended negotiation defined twice for abstract syntax UID: ${CT}`,
  },
  {
    name: "profile without contexts",
    text: file({ profiles: ["[P]", "Contexts = C"] }),
    fileError: "no PRESENTATIONCONTEXTS  entry in section P in config file",
  },
  {
    name: "profile with unknown contexts",
    text: file({ profiles: ["[P]", "PresentationContexts = D"] }),
    fileError: "presentation context key undefined: D",
  },
  {
    name: "profile with unknown roles",
    text: file({ profiles: withRoles }),
    fileError: "role selection key undefined: R",
  },
  {
    name: "profile with an empty name of roles",
    text: file({ profiles: ["[P]", "PresentationContexts = C", "SCPSCURoleSelection ="] }),
    fileError: "role selection key undefined: ",
  },
  {
    name: "role of a class that is not proposed",
    text: file({ roles: ["[R]", "Role1 = MRImageStorage\\SCP"], profiles: withRoles }),
    fileError:
      `abstract syntax defined in role selection list 'R' but not in presentation context list 'C': ${MR}`,
  },
  {
    name: "profile with unknown extended negotiation",
    text: file({ profiles: withExtended }),
    fileError: "extended negotiation key undefined: E",
  },
  {
    name: "extended negotiation of a class that is not proposed",
    text: file({ extended: ["[E]", "ExtendedNegotiation1 = MRImageStorage\\01"], profiles: withExtended }),
    fileError:
      "abstract syntax defined in role selection list 'E' but not in presentation context list 'C': " +
      MR,
  },
  {
    name: "two profiles of the same name",
    text: file({ profiles: ["[P]", "PresentationContexts = C", "[p]", "PresentationContexts = C"] }),
    fileError: "two profiles defined for key: C",
  },
  {
    name: "another profile",
    text: file({}),
    profile: "q r",
    profileError: "0006:0426 profile key undefined: QR",
  },
  {
    name: "profile name with a sign that sections lose",
    text: file({ profiles: ["[P.1]", "PresentationContexts = C"] }),
    profile: "P.1",
    profileError: "0006:0426 profile key undefined: P.1",
  },
  {
    name: "129 transfer syntaxes",
    text: file({ syntaxes: ["[T]", ...numbered(129, (n) => `TransferSyntax${n} = 1.2.${n}`)] }),
    profileError: "0006:042b transfer syntax list too long, cannot handle more than 128 entries: T",
  },
];
