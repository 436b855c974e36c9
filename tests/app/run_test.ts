import { assert, assertEquals, assertMatch } from "@std/assert";
import { DicomError } from "../../lib/base/errors.ts";
import { conditions } from "../../lib/dictionary/conditions.ts";
import { AssociationRejectedError } from "../../lib/app/associate.ts";
import { FakeAssociation, type FakeFile } from "../support/fakes.ts";
import { runInProcess } from "../support/in_process.ts";
import { play } from "../support/play.ts";

const noHalt = { sending: { haltOnUnsuccessfulStore: false } };

Deno.test("three files go out one after the other, and the association is released", async () => {
  const { code, story, calls, files } = await play({});
  assertEquals(code, 0);
  assertEquals(calls, ["send 1 1 1.2.1", "send 2 1 1.2.2", "send 3 1 1.2.3", "release"]);
  assertEquals(story.slice(0, 9), [
    "requesting association",
    "association accepted 16372",
    "sending file a",
    "converting",
    "store request 1 1.2.840.10008.5.1.4.1.1.2",
    "object begins",
    "object ends",
    "store response 0",
    "sending file bb",
  ]);
  assertEquals(story.at(-1), "releasing");
  assertEquals(files.sources.map(({ closed }) => closed), [true, true, true]);
});

Deno.test("the fate of every attempt is told once", async () => {
  const paths = ["a", "missing", "bb", "ccc"];
  const answers = [0, 0xa700, 0xb000, new DicomError(conditions.DUL_READTIMEOUT)];
  const peer = new FakeAssociation(answers);
  const files = { bb: { bad: true } };
  const sending = { haltOnUnsuccessfulStore: false, repeat: 2 };
  const { settled } = await play({ peer, paths, files, sending });
  assertEquals(settled, [
    "file settled missing 0",
    "file settled a 0",
    "file settled a 1",
    "file settled bb 0",
    "file settled ccc 0",
    "file settled ccc 1",
  ]);
});

Deno.test("a refused object halts everything, and its status gives the exit code", async () => {
  const codes = [[0xa700, 167], [0xc000, 192], [0x0110, 1], [0xff00, 255], [0x0002, 1], [0x00fe, 1]];
  for (const [status, code] of codes) {
    const played = await play({ peer: new FakeAssociation([0, status]) });
    assertEquals(played.code, code);
    assertEquals(played.calls, ["send 1 1 1.2.1", "send 2 1 1.2.2", "release"]);
    assert(played.files.sources.every(({ closed }) => closed), "a file read ahead was left open");
  }
});

Deno.test("warnings are no failures", async () => {
  for (const status of [0x0001, 0x0107, 0x0116, 0xb000, 0xb007, 0xbfff]) {
    assertEquals((await play({ peer: new FakeAssociation([status]) })).code, 0);
  }
});

Deno.test("without halting, refused objects do not count", async () => {
  const played = await play({ ...noHalt, peer: new FakeAssociation([0xa700, 0xa700, 0xa700]) });
  assertEquals([played.code, played.calls.length], [0, 4]);
});

Deno.test("a bad file aborts the association", async () => {
  const { code, story, calls } = await play({ files: { bb: { bad: true } } });
  assertEquals(code, 1);
  assertEquals(calls, ["send 1 1 1.2.1", "abort"]);
  assertEquals(story.slice(-4), ["sending file bb", "bad file bb", "sending ended 4", "aborting"]);
});

Deno.test("without halting, a bad file is passed over but has used up a message id", async () => {
  const { code, calls } = await play({ ...noHalt, files: { bb: { bad: true } } });
  assertEquals([code, ...calls], [0, "send 1 1 1.2.1", "send 3 1 1.2.3", "release"]);
});

Deno.test("files without UIDs, without a context or with an empty UID are not sent", async () => {
  const cases: [FakeFile, string, string][] = [
    [{ sopClassUid: undefined }, "no SOP class or instance bb", "202"],
    [{ sopInstanceUid: undefined }, "no SOP class or instance bb", "202"],
    [{ sopClassUid: "1.2.3" }, "no context 1.2.3", "208"],
  ];
  for (const [bb, told, code] of cases) {
    const { story } = await play({ files: { bb } });
    assertEquals(story.slice(-4), ["sending file bb", told, `sending ended ${code}`, "aborting"]);
  }
  const { story } = await play({ files: { bb: { sopInstanceUid: "" } } });
  assertEquals(story.slice(-4), [
    "bad SOP instance UID",
    "store failed bb 203",
    "sending ended 203",
    "aborting",
  ]);
});

Deno.test("files are renamed by their fate", async () => {
  const input = { rename: true };
  const halted = await play({ input, peer: new FakeAssociation([0, 0xa700]) });
  assertEquals(halted.names, ["a.done", "bb.bad", "ccc"]);
  const peer = new FakeAssociation([0, new DicomError(conditions.DUL_PEERABORTEDASSOCIATION)]);
  const lost = await play({ input, peer });
  assertEquals(lost.names, ["a.done", "bb.bad", "ccc"]);
  const bad = await play({ input, ...noHalt, files: { bb: { bad: true } } });
  assertEquals(bad.names, ["a.done", "bb.bad", "ccc.done"]);
});

Deno.test("a file that is repeated and renamed fails the second time, as DCMTK's does", async () => {
  const { story, names } = await play({ input: { rename: true }, sending: { repeat: 2 } });
  const end = ["sending file a", "bad file a", "renamed a a.bad", "sending ended 20e", "aborting"];
  assertEquals(story.slice(-5), end);
  assertEquals(names, ["a.done", "bb", "ccc"]);
});

Deno.test("--repeat sends each file several times; an error ends its passes, a refusal does not", async () => {
  const all = await play({ sending: { repeat: 2 } });
  assertEquals(all.calls.slice(0, 3), ["send 1 1 1.2.1", "send 2 1 1.2.1", "send 3 1 1.2.2"]);
  assertEquals(all.calls.length, 7);
  const sending = { repeat: 3, haltOnUnsuccessfulStore: false };
  const bad = await play({ sending, files: { bb: { bad: true } } });
  assertEquals(bad.files.inspected.length, 7);
  const refused = await play({ sending, peer: new FakeAssociation([0xa700]) });
  assertEquals(refused.calls.length, 10);
});

Deno.test("a lost response ends the passes of a file, also the one that is ready already", async () => {
  const peer = new FakeAssociation([new DicomError(conditions.DIMSE_NODATAAVAILABLE)]);
  const { calls } = await play({ peer, sending: { repeat: 3, haltOnUnsuccessfulStore: false } });
  assertEquals(calls.slice(0, 3), ["send 1 1 1.2.1", "send 2 1 1.2.2", "send 3 1 1.2.2"]);
});

Deno.test("a peer that aborts or closes gives 10, one that wants to release is aborted", async () => {
  const aborted = await play({
    peer: new FakeAssociation([new DicomError(conditions.DUL_PEERABORTEDASSOCIATION)]),
  });
  assertEquals([aborted.code, ...aborted.story.slice(-2)], [10, "store failed a 317", "peer aborted"]);
  const released = await play({
    peer: new FakeAssociation([new DicomError(conditions.DUL_PEERREQUESTEDRELEASE)]),
  });
  assertEquals([released.code, ...released.story.slice(-2)], [10, "peer requested release", "aborting"]);
});

Deno.test("any other error ends in an abort and 1", async () => {
  const failing = new FakeAssociation([], { send: new DicomError(conditions.DIMSE_SENDFAILED) });
  const { code, story } = await play({ peer: failing });
  assertEquals([code, ...story.slice(-3)], [1, "store failed a 20e", "sending ended 20e", "aborting"]);
});

Deno.test("a release that fails gives 1, even without halting", async () => {
  const faults = { release: new DicomError(conditions.DUL_PEERABORTEDASSOCIATION) };
  const { code, story } = await play({ ...noHalt, peer: new FakeAssociation([], faults) });
  assertEquals([code, ...story.slice(-2)], [1, "releasing", "release failed 317"]);
});

Deno.test("--abort aborts instead of releasing", async () => {
  const { code, calls, story } = await play({ sending: { abort: true } });
  assertEquals([code, calls.at(-1), story.at(-1)], [0, "abort", "aborting"]);
});

Deno.test("rejection, failure, and nothing accepted give 1", async () => {
  const rejected = await play({ peer: new AssociationRejectedError({ result: 1, source: 1, reason: 7 }) });
  assertEquals([rejected.code, ...rejected.story], [1, "requesting association", "association rejected"]);
  const failed = await play({ peer: new DicomError(conditions.DUL_REQUESTASSOCIATIONFAILED) });
  assertEquals([failed.code, failed.story.at(-1)], [1, "association failed 31b"]);
  const nothing = new FakeAssociation();
  nothing.accepted = [];
  const unwanted = await play({ peer: nothing });
  assertEquals([unwanted.code, unwanted.story.at(-1), ...unwanted.calls], [
    1,
    "no accepted contexts",
    "close",
  ]);
});

Deno.test("a positive response that was asked for has to come, but only for user names", async () => {
  const identity = (kind: "user" | "none") =>
    kind === "none" ? { kind } as const : { kind, user: "u", positiveResponse: true } as const;
  const missing = await play({ userIdentity: identity("user") });
  assertEquals([missing.code, ...missing.story.slice(-2), ...missing.calls], [
    1,
    "identity response missing",
    "setup failed 108",
    "close",
  ]);
  const peer = new FakeAssociation();
  peer.hasIdentityResponse = true;
  assertEquals((await play({ userIdentity: identity("user"), peer })).code, 0);
  assertEquals((await play({ userIdentity: identity("none") })).code, 0);
});

Deno.test("a missing file is found before anything is sent", async () => {
  const paths = ["a", "nothing", "ccc"];
  const halted = await play({ paths });
  assertEquals([halted.code, ...halted.story], [1, "file rejected nothing cannot access"]);
  const passed = await play({ paths, ...noHalt });
  assertEquals([passed.code, passed.calls.length], [0, 3]);
});

Deno.test("-R proposes what the files are, and refuses what cannot be stored", async () => {
  const negotiation = { kind: "proposal", requiredOnly: true, combine: true } as const;
  const mr = { sopClassUid: "1.2.840.10008.5.1.4.1.1.4" };
  const good = await play({ negotiation, files: { a: mr, ccc: mr }, ...noHalt });
  const classes = good.network.requests[0].proposal.contexts.map(({ abstractSyntax }) => abstractSyntax);
  assertEquals(classes, [mr.sopClassUid, "1.2.840.10008.5.1.4.1.1.2"]);
  const unknown = await play({ negotiation, files: { bb: { sopClassUid: "1.2.3" } } });
  assertEquals([unknown.code, ...unknown.story], [1, "file rejected bb unknown SOP class 1.2.3"]);
  const unreadable = await play({ negotiation, files: { bb: { bad: true } } });
  assertEquals(unreadable.story, ["file rejected bb missing SOP class"]);
});

Deno.test("-R without any usable file has nothing to propose", async () => {
  const negotiation = { kind: "proposal", requiredOnly: true, combine: true } as const;
  const { network } = await play({ negotiation, paths: ["nothing"], ...noHalt });
  assertEquals(network.requests.map(({ proposal }) => proposal.contexts), [[]]);
  const { code, stderr } = await runInProcess(["-R", "-nh", "127.0.0.1", "1", "nothing"]);
  assertEquals(code, 1);
  assertMatch(stderr, /^F: Association Request Failed: 0006:0103 /m);
});

Deno.test("an object is announced when it is ready, and only then", async () => {
  const peer = new FakeAssociation();
  await play({ ...noHalt, peer, paths: ["a", "bb", "a", "ccc"], files: { bb: { bad: true } } });
  assertEquals(peer.announced, [3]);
});

Deno.test("as many objects are outstanding as was agreed on", async () => {
  for (const [asyncWindow, order] of [[1, "ososos"], [2, "oososs"], [9, "ooosss"]] as const) {
    const { story } = await play({ peer: Object.assign(new FakeAssociation(), { asyncWindow }) });
    assertEquals(
      story.flatMap((line) => /^(o)bject ends|^(s)tore resp/.exec(line)?.[0][0] ?? []).join(""),
      order,
    );
  }
});
