/** The library: outcomes one by one, errors where there is no association, and nothing half-done left behind. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { Association, type FileOutcome, store, StoreError, type StoreOptions } from "../../lib/mod.ts";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { root } from "../../scripts/ship/project.ts";
import { peerTest } from "../support/peers.ts";
import { opensslProgram } from "../support/pki.ts";
import { ShellWorld } from "../support/shell_world.ts";

const host = "127.0.0.1";
const folder = `${root}testdata/dicom`;
const ct = `${folder}/ct_implicit.dcm`;
const mr = `${folder}/mr_explicit.dcm`;
const notDicom = `${folder}/notes.txt`;

async function collect(options: StoreOptions): Promise<FileOutcome[]> {
  return await Array.fromAsync(store(options));
}

Deno.test("every file has an outcome, and the association is released", async () => {
  await using receiver = await Receiver.start({
    response: (object) => ({ status: object === 1 ? 0xa700 : 0 }),
  });
  const outcomes = await collect({ host, port: receiver.port, files: [ct, mr, ct, "/nowhere.dcm"] });
  await receiver.idle();
  const told = outcomes.map((
    { path, outcome },
  ) => [path, outcome.kind, "status" in outcome && outcome.status]);
  assertEquals(told, [
    ["/nowhere.dcm", "not-sent", false],
    [ct, "stored", 0],
    [mr, "refused", 0xa700],
    [ct, "stored", 0],
  ]);
  assertEquals(receiver.associations.map(({ end, problems }) => ({ end, problems })), [
    { end: "released", problems: [] },
  ]);
});

Deno.test("folders are walked, titles and proposals are as asked for", async () => {
  await using receiver = await Receiver.start();
  const outcomes = await collect({
    host,
    port: receiver.port,
    files: [folder],
    callingAeTitle: "ME",
    calledAeTitle: "YOU",
    sending: { associations: 2, asyncWindow: 2 },
  });
  await receiver.idle();
  assertEquals(outcomes.length, 6);
  const { callingAeTitle, calledAeTitle, presentationContexts } = receiver.associations[0].request;
  assertEquals([callingAeTitle, calledAeTitle], ["ME", "YOU"]);
  assertEquals(new Set(presentationContexts.map(({ abstractSyntax }) => abstractSyntax)).size, 4);
});

Deno.test("identifiers are invented where that is asked for", async () => {
  await using receiver = await Receiver.start({ keep: keepInMemory });
  const invent = { imagesPerSeries: 100, seriesPerStudy: 50, studiesPerPatient: 25 };
  await collect({ host, port: receiver.port, files: [ct, mr], sending: { invent } });
  await receiver.idle();
  const sent = receiver.objects.map(({ kept }) => new TextDecoder("latin1").decode(kept.bytes));
  assertEquals(sent.map((text) => [text.includes("OFFIS^TEST_PN_"), text.includes("Test^Synthetic")]), [
    [true, false],
    [true, false],
  ]);
});

Deno.test("who leaves the loop early leaves no half object and no association", async () => {
  await using receiver = await Receiver.start();
  for await (const _ of store({ host, port: receiver.port, files: [ct, mr], sending: { repeat: 1000 } })) {
    break;
  }
  await receiver.idle();
  assertEquals(receiver.associations.map(({ end }) => end), ["aborted"]);
  assert(receiver.received.completeObjects < 100);
});

Deno.test("sending goes no faster than the outcomes are taken", async () => {
  await using receiver = await Receiver.start();
  const outcomes = store({ host, port: receiver.port, files: [ct], sending: { repeat: 200 } });
  await outcomes.next();
  // what is ready, what is under way, and what is prepared
  while (receiver.received.completeObjects < 16) await new Promise((resolve) => setTimeout(resolve, 5));
  await new Promise((resolve) => setTimeout(resolve, 50));
  assert(receiver.received.completeObjects <= 20, `${receiver.received.completeObjects}`);
  let rest = 0;
  for await (const _ of outcomes) rest++;
  assertEquals(rest, 199);
});

Deno.test("a signal ends the sending with its reason", async () => {
  await using receiver = await Receiver.start({
    misbehave: ({ at }) => at === "response" ? "stall" : undefined,
  });
  const ending = new AbortController();
  const onEvent = ({ kind }: { kind: string }) => {
    if (kind === "object ends") ending.abort(new Error("Enough"));
  };
  await assertRejects(
    () => collect({ host, port: receiver.port, files: [ct], signal: ending.signal, onEvent }),
    Error,
    "Enough",
  );
});

Deno.test("a signal also ends the looking at files, before anything is sent", async () => {
  await using receiver = await Receiver.start();
  const ending = new AbortController();
  let rejected = 0;
  const onEvent = ({ kind }: { kind: string }) => {
    if (kind !== "file rejected") return;
    rejected++;
    ending.abort(new Error("Enough"));
  };
  const files = [ct, ...new Array(100).fill(notDicom)];
  await assertRejects(
    () => collect({ host, port: receiver.port, files, signal: ending.signal, onEvent }),
    Error,
    "Enough",
  );
  assertEquals([rejected, receiver.associations.length], [1, 0]);
});

Deno.test("without an association there is an error that says why", async () => {
  const error = await assertRejects(() => collect({ host, port: 1, files: [ct] }), StoreError);
  assertEquals(error.event.kind, "association failed");
  assertEquals(error.condition?.code, 0x031c);
  const none = await assertRejects(() => collect({ host, port: 1, files: [] }), StoreError);
  assertEquals(none.message, "no input files to be sent");
});

Deno.test("an association that breaks gives the outcomes first", async () => {
  await using receiver = await Receiver.start({
    misbehave: (point) => point.at === "response" && point.object === 1 ? "close" : undefined,
  });
  const outcomes: string[] = [];
  await assertRejects(async () => {
    for await (const { outcome } of store({ host, port: receiver.port, files: [ct, mr, ct] })) {
      outcomes.push(outcome.kind);
    }
  }, StoreError);
  assertEquals(outcomes, ["stored", "lost", "not-sent"]);
});

Deno.test("an association stores step by step, and is released", async () => {
  await using receiver = await Receiver.start();
  {
    await using association = await Association.request({ host, port: receiver.port });
    const outcomes = await Promise.all([association.store(ct), association.store("/nowhere.dcm")]);
    assertEquals(outcomes.map(({ kind }) => kind), ["stored", "not-sent"]);
    assert(association.isUsable);
    await association.release();
    assertEquals(association.isUsable, false);
  }
  await receiver.idle();
  assertEquals(receiver.associations.map(({ end, problems }) => ({ end, problems })), [
    { end: "released", problems: [] },
  ]);
});

Deno.test("an association that nobody releases is aborted", async () => {
  await using receiver = await Receiver.start();
  const contexts = [{
    id: 5,
    abstractSyntax: "1.2.840.10008.5.1.4.1.1.2",
    transferSyntaxes: ["1.2.840.10008.1.2"],
    role: "default",
  }] as const;
  {
    await using association = await Association.request({ host, port: receiver.port, propose: contexts });
    assertEquals(association.accepted.map(({ id }) => id), [5]);
    assertEquals((await association.store(ct)).kind, "stored");
    assertEquals((await association.store(mr)).kind, "not-sent");
  }
  await receiver.idle();
  assertEquals(receiver.associations.map(({ end }) => end), ["aborted"]);
  await assertRejects(() => Association.request({ host, port: 1 }), StoreError, "Association Request Failed");
  const tls = {
    kind: "authenticated",
    privateKeyFile: "/nowhere.pem",
    certificateFile: "/nowhere.pem",
  } as const;
  await assertRejects(() => Association.request({ host, port: 1, tls }), StoreError, "private TLS key");
});

peerTest("the library speaks TLS, and trusts nobody else", {
  needs: { openssl: opensslProgram() },
  fn: async () => {
    await using world = await ShellWorld.make({ clone: false, tls: true });
    const peer = { host, port: world.tlsPort, files: [ct] };
    const caFiles = [`${world.folder}/ca.pem`];
    const known = await collect({ ...peer, tls: { kind: "anonymous", caFiles, verifyHostname: true } });
    assertEquals(known.map(({ outcome }) => outcome.kind), ["stored"]);
    const error = await assertRejects(() => collect({ ...peer, tls: { kind: "anonymous" } }), StoreError);
    assert(error.message.includes("certificate verify failed"), error.message);
    const wanting = {
      ...peer,
      userIdentity: { kind: "user", user: "alice", positiveResponse: true },
    } as const;
    const refused = await assertRejects(
      () => collect({ ...wanting, tls: { kind: "anonymous", caFiles } }),
      StoreError,
    );
    assertEquals(refused.event.kind, "identity response missing");
  },
});
