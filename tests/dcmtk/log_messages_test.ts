/** The lines of a whole run, as the oracle prints them. */
import { assertEquals } from "@std/assert";
import { createConsole, tellBanner } from "../../lib/console/console.ts";
import type { AppEvent } from "../../lib/console/events.ts";
import { commandFields } from "../../lib/dimse/command.ts";
import { explicitVrBigEndian, explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import type { AssociateAc, AssociateRq, UserIdentity, UserInformation } from "../../lib/ul/pdu.ts";
import { MemoryEdge } from "../support/console.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { Storescp } from "../support/storescp.ts";

const implicit = "1.2.840.10008.1.2";
const ctImageStorage = "1.2.840.10008.5.1.4.1.1.2";
const instance = "1.3.6.1.4.1.5962.1.1.1.1.1.20040119072730.12322";

const userInformation: UserInformation = {
  maxPduBytes: 16384,
  implementationClassUid: "1.2.276.0.7230010.3.0.3.6.7",
  implementationVersionName: "OFFIS_DCMTK_367",
  roleSelections: [],
  extendedNegotiations: [],
  unknown: [],
};

const titles = {
  protocolVersion: 1,
  callingAeTitle: "STORESCU",
  calledAeTitle: "ANY-SCP",
  applicationContext: "1.2.840.10008.3.1.1.1",
};

function requestWith(userIdentity?: UserIdentity): AssociateRq {
  return {
    kind: "associate-rq",
    ...titles,
    presentationContexts: [
      { id: 1, abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVrLittleEndian.uid] },
      { id: 3, abstractSyntax: ctImageStorage, transferSyntaxes: [explicitVrBigEndian.uid, implicit] },
    ],
    userInformation: { ...userInformation, userIdentity },
  };
}

const answer: AssociateAc = {
  kind: "associate-ac",
  ...titles,
  presentationContexts: [
    { id: 1, result: 0, transferSyntax: explicitVrLittleEndian.uid },
    { id: 3, result: 0, transferSyntax: explicitVrBigEndian.uid },
  ],
  userInformation,
};

/** What happens when one CT image is sent with `-R` to a receiver that accepts everything. */
function eventsOf(path: string, { pdu, userIdentity }: { pdu: Uint8Array; userIdentity?: UserIdentity }) {
  const request = requestWith(userIdentity);
  const reading = ["DcmMetaInfo::checkAndReadPreamble()", "DcmDataset::read()"].map((place) => ({
    kind: "log",
    logger: "dcmtk.dcmdata",
    severity: "debug",
    text: `${place} TransferSyntax="Little Endian Explicit"`,
  } as const));
  const names = { affectedSopClassUid: ctImageStorage, affectedSopInstanceUid: instance };
  const events: AppEvent[] = [
    { kind: "files found", files: 1 },
    { kind: "checking files" },
    ...reading,
    { kind: "association parameters", request },
    { kind: "requesting association" },
    { kind: "connected", socketTimeoutSeconds: 60 },
    { kind: "requesting" },
    { kind: "answer received", pdu },
    {
      kind: "association negotiated",
      request,
      answer,
      transport: ["Transport connection: TCP/IP, unencrypted."],
    },
    { kind: "association accepted", maxSendPdvBytes: 16372 },
    { kind: "sending file", path },
    ...reading,
    { kind: "converting", from: explicitVrLittleEndian, to: explicitVrLittleEndian },
    { kind: "store request", messageId: 1, sopClassUid: ctImageStorage },
    {
      kind: "object begins",
      request: {
        commandField: commandFields.cStoreRq,
        messageId: 1,
        ...names,
        priority: 0,
        hasDataSet: true,
      },
    },
    { kind: "object progresses", pdus: 2 },
    { kind: "object progresses", pdus: 1 },
    { kind: "object ends" },
    {
      kind: "command received",
      contextId: 1,
      command: {
        commandField: commandFields.cStoreRsp,
        messageIdBeingRespondedTo: 1,
        ...names,
        hasDataSet: false,
        status: 0,
      },
    },
    { kind: "store response", messageId: 1, status: 0 },
    { kind: "file settled", path, pass: 0, outcome: { kind: "stored", status: 0 } },
    { kind: "releasing" },
  ];
  return events;
}

interface Printed {
  stdout: string;
  stderr: string;
}

function runOracle(program: string, args: string[]): Printed {
  const { stdout, stderr } = new Deno.Command(program, { args }).outputSync();
  const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);
  return { stdout: text(stdout), stderr: text(stderr) };
}

/** The bytes of the answer, from the dump of them. */
function pduIn(stderr: string): Uint8Array {
  const dump = /PDU Type: Associate Accept.*\n((?:D: (?: {2}[0-9a-f]{2})+\n)+)/.exec(stderr)?.[1] ?? "";
  return Uint8Array.from(dump.match(/\b[0-9a-f]{2}\b/g) ?? [], (byte) => parseInt(byte, 16));
}

/** Lines about dictionaries are those of an installation, and the banner is everyone's own. */
function comparable({ stdout, stderr }: Printed): Printed {
  return { stdout, stderr: stderr.replaceAll(/D: DcmDataDictionary: .*\n/g, "") };
}

const needs = {
  "storescu 3.6.7": dcmtkProgram("storescu"),
  "storescp 3.6.7": dcmtkProgram("storescp"),
  "corpus": corpusFolder(),
};

peerTest("a run prints what the oracle prints, at every level", {
  needs,
  fn: async (found) => {
    await using receiver = await Storescp.start(found["storescp 3.6.7"]);
    const path = `${found.corpus}/pydicom+pydicom/CT_small.dcm`;
    const rest = ["-R", "127.0.0.1", String(receiver.port), path];
    const pdu = pduIn(runOracle(found["storescu 3.6.7"], ["-d", ...rest]).stderr);
    for (
      const [options, level, showPresentationContexts] of [
        [[], undefined, false],
        [["-q"], "fatal", false],
        [["-v"], "info", false],
        [["-v", "+v"], "info", true],
        [["-d"], "debug", false],
        [["-d", "+v"], "debug", true],
        [["-ll", "error"], "error", false],
      ] as const
    ) {
      const expected = comparable(runOracle(found["storescu 3.6.7"], [...options, ...rest]));
      const edge = new MemoryEdge();
      const console = await createConsole({ level, showPresentationContexts }, edge);
      tellBanner(console, "$dcmtk: storescu v3.6.7 2022-04-22 $");
      for (const event of eventsOf(path, { pdu })) console.emit(event);
      await console.close();
      assertEquals({ stdout: edge.stdout.text, stderr: edge.stderr.text }, expected, options.join(" "));
    }
  },
});

peerTest("a user is shown as the oracle shows one, a password is not", {
  needs,
  fn: async (found) => {
    await using receiver = await Storescp.start(found["storescp 3.6.7"]);
    const path = `${found.corpus}/pydicom+pydicom/CT_small.dcm`;
    const oracle = (...options: string[]) =>
      runOracle(found["storescu 3.6.7"], ["-d", "-R", ...options, "127.0.0.1", String(receiver.port), path]);
    const ours = async (userIdentity: UserIdentity) => {
      const edge = new MemoryEdge();
      const console = await createConsole({ level: "debug", showPresentationContexts: false }, edge);
      console.emit({ kind: "association parameters", request: requestWith(userIdentity) });
      await console.close();
      return edge.stderr.text;
    };
    const bytes = (text: string) => new TextEncoder().encode(text);
    const dumpIn = ({ stderr }: Printed) =>
      /D: Request Parameters:\n(?:D: .*\n)*?D: =+ END .*\n/.exec(stderr)?.[0];
    const user = { type: 1, positiveResponse: false, primary: bytes("me"), secondary: bytes("") };
    assertEquals(await ours(user), dumpIn(oracle("-usr", "me")));
    const secret = { type: 2, positiveResponse: true, primary: bytes("me"), secondary: bytes("s3cret") };
    assertEquals(
      await ours(secret),
      dumpIn(oracle("-usr", "me", "-pwd", "s3cret", "-rsp"))?.replace("[s3cret]", "(not dumped)"),
    );
    const ticket = { type: 3, positiveResponse: false, primary: bytes("a ticket"), secondary: bytes("") };
    const file = await Deno.makeTempFile();
    await Deno.writeTextFile(file, "a ticket");
    for (const [type, option] of [[3, "-kt"], [4, "--saml"], [5, "--jwt"]] as const) {
      assertEquals(await ours({ ...ticket, type }), dumpIn(oracle(option, file)));
    }
    await Deno.remove(file);
  },
});
