/** The lines of a whole run, as the oracle prints them. */
import { assertEquals } from "@std/assert";
import { createConsole, tellBanner } from "../../lib/console/console.ts";
import type { UserIdentity } from "../../lib/ul/pdu.ts";
import { MemoryEdge } from "../support/console.ts";
import { answerDumpIn, eventsOf, type Printed, requestWith, runOracle } from "../support/ct_run.ts";
import { corpusFolder, dcmtkProgram, peerTest } from "../support/peers.ts";
import { Storescp } from "../support/storescp.ts";

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
    const answerDump = answerDumpIn(
      (await runOracle(found["storescu 3.6.7"], { args: ["-d", ...rest] })).stderr,
    );
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
      const expected = comparable(await runOracle(found["storescu 3.6.7"], { args: [...options, ...rest] }));
      const edge = new MemoryEdge();
      const console = await createConsole({ level, showPresentationContexts }, edge);
      tellBanner(console, "$dcmtk: storescu v3.6.7 2022-04-22 $");
      for (const event of eventsOf(path, { answerDump })) console.emit(event);
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
      runOracle(found["storescu 3.6.7"], {
        args: ["-d", "-R", ...options, "127.0.0.1", String(receiver.port), path],
      });
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
    assertEquals(await ours(user), dumpIn(await oracle("-usr", "me")));
    const secret = { type: 2, positiveResponse: true, primary: bytes("me"), secondary: bytes("s3cret") };
    assertEquals(
      await ours(secret),
      dumpIn(await oracle("-usr", "me", "-pwd", "s3cret", "-rsp"))?.replace("[s3cret]", "(not dumped)"),
    );
    const ticket = { type: 3, positiveResponse: false, primary: bytes("a ticket"), secondary: bytes("") };
    const file = await Deno.makeTempFile();
    await Deno.writeTextFile(file, "a ticket");
    for (const [type, option] of [[3, "-kt"], [4, "--saml"], [5, "--jwt"]] as const) {
      assertEquals(await ours({ ...ticket, type }), dumpIn(await oracle(option, file)));
    }
    await Deno.remove(file);
  },
});
