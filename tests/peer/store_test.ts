import { assertEquals } from "@std/assert";
import { TcpNetwork } from "../../lib/app/network.ts";
import type { GrantedAssociation } from "../../lib/app/associate.ts";
import { explicitVrLittleEndian } from "../../lib/dictionary/transfer_syntaxes.ts";
import { Encoder } from "../support/encoder.ts";
import { ctImageStorage, settingsFor } from "../support/fakes.ts";
import {
  dcmqrscp,
  type Launch,
  orthanc,
  programPath,
  pynetdicom,
  startScp,
  storescp,
  until,
} from "../support/foreign_scp.ts";
import { dcmtkProgram, peerTest, pynetdicomPython } from "../support/peers.ts";

/** A CT image that every receiver takes. */
function image(sopInstanceUid: string): Uint8Array {
  const encoder = new Encoder(explicitVrLittleEndian);
  const uid = (tag: number, value: string) =>
    encoder.element(tag, { name: "UI", value: value.length % 2 === 0 ? value : `${value}\0` });
  return Uint8Array.from([
    ...uid(0x00080016, ctImageStorage),
    ...uid(0x00080018, sopInstanceUid),
    ...encoder.element(0x00100010, { name: "PN", value: "Doe^John" }),
    ...encoder.element(0x00100020, { name: "LO", value: "4711" }),
    ...uid(0x0020000d, "1.2.3.4"),
    ...uid(0x0020000e, "1.2.3.4.5"),
    ...encoder.element(0x7fe00010, { name: "OW", value: Array.from({ length: 600_000 }, (_, i) => i % 251) }),
  ]);
}

async function connect(port: number, calledAeTitle: string): Promise<GrantedAssociation> {
  const settings = settingsFor([]);
  const peer = { ...settings.peer, host: "127.0.0.1", port, calledAeTitle };
  const network = new TcpNetwork({ ...settings, peer }, {
    isLogged: () => false,
    environment: () => undefined,
  });
  const context = {
    id: 1,
    abstractSyntax: ctImageStorage,
    transferSyntaxes: [explicitVrLittleEndian.uid],
    role: "default",
  } as const;
  return await network.request({
    proposal: { contexts: [context], extendedNegotiation: [] },
    userIdentity: undefined,
  }, () => {});
}

function sourceOf(bytes: Uint8Array) {
  let rest = bytes;
  return {
    fill(view: Uint8Array) {
      const length = Math.min(view.length, rest.length);
      view.set(rest.subarray(0, length));
      rest = rest.subarray(length);
      return { bytes: length, done: rest.length === 0 };
    },
    close() {},
  };
}

async function store(association: GrantedAssociation, { messageId, announce }: {
  messageId: number;
  announce: boolean;
}): Promise<Uint8Array> {
  const sopInstanceUid = `1.2.3.4.5.${messageId}`;
  const bytes = image(sopInstanceUid);
  const pending = await association.send({
    contextId: 1,
    messageId,
    sopClassUid: ctImageStorage,
    sopInstanceUid,
    source: sourceOf(bytes),
  });
  if (announce) pending.announceNext?.();
  assertEquals((await pending.response).status, 0x0000);
  return bytes;
}

function endsWith(file: Uint8Array, bytes: Uint8Array): boolean {
  const begin = file.length - bytes.length;
  return begin >= 0 && bytes.every((byte, index) => file[begin + index] === byte);
}

/** Stores objects, the last one as if another followed, and ends the association. */
async function proves(launch: Launch, calledAeTitle = "ANY-SCP"): Promise<void> {
  await using scp = await startScp(launch);
  const association = await connect(scp.port, calledAeTitle);
  const sent: Uint8Array[] = [];
  for (const messageId of [1, 2, 3]) sent.push(await store(association, { messageId, announce: true }));
  await association.release();
  for (const bytes of sent) await until(() => scp.stored().some((file) => endsWith(file, bytes)));
  const second = await connect(scp.port, calledAeTitle);
  await store(second, { messageId: 4, announce: true });
  await second.abort();
}

peerTest("storescp stores what is sent, byte for byte", {
  needs: { storescp: dcmtkProgram("storescp") },
  fn: () => proves(storescp),
});

peerTest("dcmqrscp stores what is sent, byte for byte", {
  needs: { dcmqrscp: dcmtkProgram("dcmqrscp") },
  fn: () => proves(dcmqrscp, "QRSCP"),
});

peerTest("Orthanc stores what is sent, byte for byte", {
  needs: { Orthanc: programPath("/usr/sbin/Orthanc") },
  fn: () => proves(orthanc),
});

peerTest("pynetdicom stores what is sent, byte for byte", {
  needs: { pynetdicom: pynetdicomPython() },
  fn: () => proves(pynetdicom),
});
