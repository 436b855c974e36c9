/** Whole runs against receivers of others, with and without user identity: the oracle and ours see the same. */
import { differenceOf } from "../support/differential.ts";
import { assertEquals } from "@std/assert";
import { dcmqrscp, type Launch, orthanc, programPath, startScp, storescp } from "../support/foreign_scp.ts";
import { runInProcess } from "../support/in_process.ts";
import { dcmtkProgram, peerTest, pynetdicomPython } from "../support/peers.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

/** Knows two users and any ticket, and answers those that it knows. */
const suspicious: Launch = ({ port }) => ({
  program: pynetdicomPython() ?? "python3",
  args: [
    "-c",
    [
      "from pynetdicom import AE, evt, AllStoragePresentationContexts",
      "def identify(event):",
      "    kind, first, second = event.user_id_type, event.primary_field, event.secondary_field",
      "    known = kind > 2 or first == b'me' or (first == b'you' and second == b'secret')",
      "    return known, b'response to ' + first",
      "ae = AE()",
      "ae.supported_contexts = AllStoragePresentationContexts",
      "handlers = [(evt.EVT_USER_ID, identify), (evt.EVT_C_STORE, lambda event: 0)]",
      `ae.start_server(('127.0.0.1', ${port}), evt_handlers=handlers)`,
    ].join("\n"),
  ],
});

const identities = [
  [],
  ["-usr", "me"],
  ["-usr", "me", "-rsp"],
  ["-usr", "you", "-pwd", "secret", "-rsp"],
  ["-usr", "you", "-pwd", "guess", "-rsp"],
  ["-usr", "stranger"],
  ["-kt", "DIR/ticket", "-rsp"],
  ["--saml", "DIR/ticket", "-rsp"],
  ["--jwt", "DIR/ticket"],
];

async function compareAt(
  launch: Launch,
  { oracle, title }: { oracle: string; title: string },
): Promise<void> {
  await using scp = await startScp(launch);
  for (const identity of identities) {
    const args = ["-v", "-aec", title, ...identity, "127.0.0.1", String(scp.port)];
    const files = { ...testFiles(), ticket: new TextEncoder().encode("a ticket") };
    const one = { name: "identity", args: [...args, ...testArgs("ct_implicit", "mr_explicit")], files };
    assertEquals(await differenceOf(one, oracle), undefined, identity.join(" "));
  }
}

const peers: [string, { launch: Launch; title?: string; program: string | undefined }][] = [
  ["storescp", { launch: storescp, program: dcmtkProgram("storescp") }],
  ["dcmqrscp", { launch: dcmqrscp, title: "QRSCP", program: dcmtkProgram("dcmqrscp") }],
  ["Orthanc", { launch: orthanc, program: programPath("/usr/sbin/Orthanc") }],
  ["pynetdicom", { launch: suspicious, program: pynetdicomPython() }],
];

for (const [name, { launch, title = "ANY-SCP", program }] of peers) {
  peerTest(`${name} takes users, tickets and objects from ours as from the oracle`, {
    needs: { [name]: program, "storescu 3.6.7": dcmtkProgram("storescu") },
    fn: (found) => compareAt(launch, { oracle: found["storescu 3.6.7"], title }),
  });
}

peerTest("pynetdicom refuses strangers, and ours says so by its exit code", {
  needs: { pynetdicom: pynetdicomPython() },
  fn: async () => {
    await using scp = await startScp(suspicious);
    const [ct] = Object.values(testFiles("ct_implicit"));
    const send = async (user: string) => {
      const { code, stderr } = await runInProcess(["-usr", user, "127.0.0.1", String(scp.port), ct]);
      return { code, rejected: stderr.includes("Association Rejected") };
    };
    assertEquals(await send("stranger"), { code: 1, rejected: true });
    assertEquals(await send("me"), { code: 0, rejected: false });
  },
});
