import { assertEquals } from "@std/assert";
import type { Settings } from "../../lib/cli/settings.ts";
import { say } from "../support/command_line.ts";

const tail = ["peer", "104", "file"];

async function settingsOf(args: readonly string[]): Promise<Settings> {
  const { settings, stderr } = await say(args);
  if (!settings) throw new Error(`Refused ${args.join(" ")}: ${stderr}`);
  return settings;
}

const defaults: Settings = {
  peer: {
    host: "peer",
    port: 104,
    callingAeTitle: "STORESCU",
    calledAeTitle: "ANY-SCP",
    addressFamily: "ipv4",
  },
  paths: ["file"],
  log: { level: "warn", showPresentationContexts: false },
  input: {
    readMode: "auto",
    scanDirectories: false,
    scanPattern: "",
    recurse: false,
    rename: false,
    uidPadding: false,
  },
  negotiation: { kind: "proposal", requiredOnly: false, combine: false },
  userIdentity: { kind: "none" },
  network: { socketTimeoutSeconds: 60, acseTimeoutSeconds: 30, maxReceivePduBytes: 16384 },
  sending: {
    repeat: 1,
    abort: false,
    haltOnUnsuccessfulStore: true,
    disableNewVr: false,
    associations: 1,
    asyncWindow: 1,
    ackPriming: true,
  },
  tls: { kind: "none" },
};

const tlsDefaults = {
  kind: "anonymous" as const,
  password: { kind: "prompt" as const },
  fileFormat: "pem" as const,
  caFiles: [],
  caDirectories: [],
  crlFiles: [],
  crlCheck: "none" as const,
  profile: "bcp195-nd" as const,
  cipherSuites: [],
  writeSeed: { kind: "none" as const },
  verifyPeer: true,
  verifyHostname: false,
  engine: "auto" as const,
};

Deno.test("without options everything is as DCMTK has it", { permissions: "none" }, async () => {
  assertEquals(await settingsOf(tail), defaults);
});

Deno.test("parameters may stand between options", { permissions: "none" }, async () => {
  const settings = await settingsOf(["-v", "a", "-aet", "ME", "1", "-aec", "YOU", "b", "c", "+rn"]);
  assertEquals(settings.peer, {
    ...defaults.peer,
    host: "a",
    port: 1,
    callingAeTitle: "ME",
    calledAeTitle: "YOU",
  });
  assertEquals(settings.paths, ["b", "c"]);
  assertEquals(settings.input.rename, true);
});

/** What options change in one part of the settings. */
type Change<K extends keyof Settings> = [K, string[], Partial<Settings[K]>];

const changes: (
  | Change<"peer">
  | Change<"log">
  | Change<"input">
  | Change<"network">
  | Change<"sending">
)[] = [
  ["peer", ["-aet", ""], { callingAeTitle: "" }],
  ["peer", ["-aec", "A TITLE THAT IS MUCH TOO LONG"], { calledAeTitle: "A TITLE THAT IS MUCH TOO LONG" }],
  ["peer", ["-i6"], { addressFamily: "ipv6" }],
  ["peer", ["--ip-auto"], { addressFamily: "any" }],
  ["peer", ["-i6", "-i4"], { addressFamily: "ipv4" }],
  ["log", ["-q"], { level: "fatal" }],
  ["log", ["-d", "-v"], { level: "info" }],
  ["log", ["-v", "-d"], { level: "debug" }],
  ["log", ["-ll", "Trace"], { level: "trace" }],
  ["log", ["-ll", "all"], { level: "all" }],
  ["log", ["+v", "-v"], { level: "info", showPresentationContexts: true }],
  ["input", ["+fo"], { readMode: "file-only" }],
  ["input", ["-f"], { readMode: "dataset" }],
  ["input", ["-f", "+f"], { readMode: "auto" }],
  ["input", ["+sd", "+sp", "*.dcm", "+r"], { scanDirectories: true, scanPattern: "*.dcm", recurse: true }],
  ["input", ["+sd", "+r", "-r"], { scanDirectories: true }],
  ["input", ["-rn", "+rn"], { rename: true }],
  ["input", ["-up"], { uidPadding: true }],
  ["network", ["-to", "5"], { connectTimeoutSeconds: 5 }],
  ["network", ["-to", "0x10"], { connectTimeoutSeconds: 16 }],
  ["network", ["-to", "99999999999"], { connectTimeoutSeconds: 2_147_483 }],
  ["network", ["-ts", "-1"], { socketTimeoutSeconds: -1 }],
  ["network", ["-ts", "0"], { socketTimeoutSeconds: 0 }],
  ["network", ["-ta", "1.9"], { acseTimeoutSeconds: 1 }],
  ["network", ["-td", "7"], { dimseTimeoutSeconds: 7 }],
  ["network", ["-pdu", "4096"], { maxReceivePduBytes: 4096 }],
  ["network", ["-pdu", "4097", "-pdu", "131072"], { maxReceivePduBytes: 131072 }],
  ["network", ["--max-send-pdu", "5000"], { maxSendPduBytes: 5000 }],
  ["sending", ["--repeat", "3"], { repeat: 3 }],
  ["sending", ["--abort"], { abort: true }],
  ["sending", ["-nh"], { haltOnUnsuccessfulStore: false }],
  ["sending", ["-u"], { disableNewVr: true }],
  ["sending", ["-u", "+u"], { disableNewVr: false }],
  ["sending", ["-xd", "+cl", "0"], { compressionLevel: 0 }],
  ["sending", ["--associations", "4"], { associations: 4 }],
  ["sending", ["--async-window", "8"], { asyncWindow: 8 }],
  ["sending", ["--no-ack-priming"], { ackPriming: false }],
  ["sending", ["--report-json", "r.json"], { reportFile: "r.json" }],
  ["sending", ["+II"], { invent: { imagesPerSeries: 100, seriesPerStudy: 50, studiesPerPatient: 25 } }],
  ["sending", ["+IR", "1"], { invent: { imagesPerSeries: 1, seriesPerStudy: 50, studiesPerPatient: 25 } }],
  ["sending", ["+IS", "2", "+IP", "3"], {
    invent: { imagesPerSeries: 100, seriesPerStudy: 2, studiesPerPatient: 3 },
  }],
];

Deno.test("options change what they are about and nothing else", { permissions: "none" }, async () => {
  for (const [part, args, change] of changes) {
    const expected = { ...defaults[part], ...change };
    const settings = await settingsOf([...args, ...tail]);
    assertEquals(settings[part], expected, args.join(" "));
  }
});

const preferred: Record<string, string | undefined> = {
  "-x=": undefined,
  "-xe": "1.2.840.10008.1.2.1",
  "-xb": "1.2.840.10008.1.2.2",
  "-xi": "1.2.840.10008.1.2",
  "-xs": "1.2.840.10008.1.2.4.70",
  "-xy": "1.2.840.10008.1.2.4.50",
  "-xx": "1.2.840.10008.1.2.4.51",
  "-xv": "1.2.840.10008.1.2.4.90",
  "-xw": "1.2.840.10008.1.2.4.91",
  "-xt": "1.2.840.10008.1.2.4.80",
  "-xu": "1.2.840.10008.1.2.4.81",
  "-xm": "1.2.840.10008.1.2.4.100",
  "-xh": "1.2.840.10008.1.2.4.101",
  "-xn": "1.2.840.10008.1.2.4.102",
  "-xl": "1.2.840.10008.1.2.4.103",
  "-x2": "1.2.840.10008.1.2.4.104",
  "-x3": "1.2.840.10008.1.2.4.105",
  "-xo": "1.2.840.10008.1.2.4.106",
  "-x4": "1.2.840.10008.1.2.4.107",
  "-x5": "1.2.840.10008.1.2.4.108",
  "-xr": "1.2.840.10008.1.2.5",
  "-xd": "1.2.840.10008.1.2.1.99",
};

Deno.test("the rightmost proposal wins", { permissions: "none" }, async () => {
  for (const [option, preferredTransferSyntax] of Object.entries(preferred)) {
    const { negotiation } = await settingsOf(["-xs", "-xi", option, "-R", ...tail]);
    assertEquals(negotiation, {
      kind: "proposal",
      ...preferredTransferSyntax && { preferredTransferSyntax },
      requiredOnly: true,
      combine: false,
    }, option);
  }
});

Deno.test("a profile takes the place of a proposal", { permissions: "none" }, async () => {
  const { negotiation } = await settingsOf(["-xf", "file.cfg", "", ...tail]);
  assertEquals(negotiation, { kind: "profile", configFile: "file.cfg", profileName: "" });
});

Deno.test("a user identity is of one kind", { permissions: "none" }, async () => {
  const identityOf = async (...args: string[]) => (await settingsOf([...args, ...tail])).userIdentity;
  assertEquals(await identityOf("-usr", "u"), { kind: "user", user: "u", positiveResponse: false });
  assertEquals(await identityOf("-usr", "u", "-pwd", "p", "-rsp"), {
    kind: "user-password",
    user: "u",
    password: "p",
    positiveResponse: true,
  });
  assertEquals(await identityOf("-usr", "u", "-epw"), {
    kind: "user-password",
    user: "u",
    password: "",
    positiveResponse: false,
  });
  for (const kind of ["kerberos", "saml", "jwt"] as const) {
    assertEquals(await identityOf("-usr", "u", `--${kind}`, "f"), {
      kind,
      file: "f",
      positiveResponse: false,
    });
  }
});

Deno.test("secure connections are described completely", { permissions: "none" }, async () => {
  const tlsOf = async (...args: string[]) => (await settingsOf([...args, ...tail])).tls;
  assertEquals(await tlsOf("+tla"), tlsDefaults);
  assertEquals(await tlsOf("+tls", "k", "c", "-tls"), { kind: "none" });
  const authenticated = {
    ...tlsDefaults,
    kind: "authenticated" as const,
    privateKeyFile: "k",
    certificateFile: "c",
  };
  assertEquals(await tlsOf("-tls", "+tls", "k", "c"), authenticated);
  assertEquals(await tlsOf("+tls", "k", "c", "+tla", "-pw"), {
    ...authenticated,
    password: { kind: "given", password: "" },
  });
  assertEquals(await tlsOf("+tls", "k", "c", "+pw", "p", "-der"), {
    ...authenticated,
    password: { kind: "given", password: "p" },
    fileFormat: "der",
  });
});

Deno.test("refinements of secure connections add up", { permissions: "none" }, async () => {
  const tlsOf = async (...args: string[]) => (await settingsOf([...args, "+tla", ...tail])).tls;
  assertEquals(await tlsOf("+cf", "a", "+cd", "d", "+cf", "b"), {
    ...tlsDefaults,
    caFiles: ["a", "b"],
    caDirectories: ["d"],
  });
  assertEquals(await tlsOf("+crl", "x", "+crl", "y"), {
    ...tlsDefaults,
    crlFiles: ["x", "y"],
    crlCheck: "leaf",
  });
  assertEquals(await tlsOf("+crl", "x", "+cra"), { ...tlsDefaults, crlFiles: ["x"], crlCheck: "all" });
  assertEquals(await tlsOf("+crv"), { ...tlsDefaults, crlCheck: "leaf" });
  assertEquals(await tlsOf("+cs", "A", "+cs", "B"), { ...tlsDefaults, cipherSuites: ["A", "B"] });
  assertEquals(await tlsOf("+rs", "s", "+ws"), {
    ...tlsDefaults,
    seedFile: "s",
    writeSeed: { kind: "same-file" },
  });
  assertEquals(await tlsOf("+rs", "s", "+wf", "f"), {
    ...tlsDefaults,
    seedFile: "s",
    writeSeed: { kind: "file", file: "f" },
  });
  const names = { "+py": "bcp195-nd", "+px": "bcp195", "+pz": "bcp195-ex", "+pb": "basic", "+pa": "aes" };
  for (const [option, profile] of Object.entries({ ...names, "+pn": "null" })) {
    assertEquals(await tlsOf("+px", "+pz", option), { ...tlsDefaults, profile }, option);
  }
  assertEquals(await tlsOf("-ic"), { ...tlsDefaults, verifyPeer: false });
  assertEquals(
    await tlsOf("-ic", "-rc", "--verify-hostname", "--request-sni", "pacs", "--tls-engine", "rustls"),
    {
      ...tlsDefaults,
      verifyHostname: true,
      requestedServerName: "pacs",
      engine: "rustls",
    },
  );
});

const refusals: [string[], string][] = [
  [["+pb"], "--profile-basic only allowed with --enable-tls or --anonymous-tls"],
  [["--tls-engine", "rustls"], "--tls-engine only allowed with --enable-tls or --anonymous-tls"],
  [["--verify-hostname"], "--verify-hostname only allowed with --enable-tls or --anonymous-tls"],
  [["--request-sni", "x"], "--request-sni only allowed with --enable-tls or --anonymous-tls"],
  [["--no-sni"], "--no-sni only allowed with --enable-tls or --anonymous-tls"],
  [["+tla", "--tls-engine", "gnutls"], "Invalid engine for --tls-engine option"],
  [["+tla", "--no-sni", "--request-sni", "x"], "--no-sni not allowed with --request-sni"],
  [["+tla", "--request-sni", ""], "Invalid value for option --request-sni"],
  [["+tla", "-ic", "--verify-hostname"], "--verify-hostname not allowed with --ignore-peer-cert"],
  [["--associations", "0"], "Invalid value for option --associations (underflow: 0)"],
  [["--associations", "65"], "Invalid value for option --associations (overflow: 65)"],
  [["--async-window", "65536"], "Invalid value for option --async-window (overflow: 65536)"],
  [["--report-json", ""], "Invalid value for option --report-json"],
  [["--completions", "csh"], "Invalid shell for --completions option"],
];

Deno.test("our own options are refused as DCMTK would refuse them", { permissions: "none" }, async () => {
  for (const [args, message] of refusals) {
    const { code, stdout, stderr } = await say([...args, ...tail]);
    assertEquals([code, stdout, stderr.split("\n").slice(3).join("\n")], [1, "", `error: ${message}\n`]);
  }
});
