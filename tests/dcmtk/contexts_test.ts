/** Which presentation context an object goes to, whatever the peer makes of the proposal. */
import { assert, assertEquals } from "@std/assert";
import type { Behaviour, ContextAnswer } from "../../scripts/receiver/behaviour.ts";
import { encodePdu } from "../../lib/ul/codec.ts";
import type { AnsweredPresentationContext, AssociateRq } from "../../lib/ul/pdu.ts";
import { type Case, differentialTest } from "../support/differential.ts";
import { runInProcess } from "../support/in_process.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const [implicit, explicit, bigEndian] = ["1.2.840.10008.1.2", "1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2"];
const [deflated, jpeg] = ["1.2.840.10008.1.2.1.99", "1.2.840.10008.1.2.4.50"];
const refused = { refused: 3 } as const;

/** Accepts only this transfer syntax, wherever it is proposed. */
function only(...wanted: string[]): Behaviour {
  return {
    answerContext: ({ transferSyntaxes }) => transferSyntaxes.find((uid) => wanted.includes(uid)) ?? refused,
  };
}

function always(answer: ContextAnswer): Behaviour {
  return { answerContext: () => answer };
}

const behaviours: Record<string, Behaviour> = {
  "last transfer syntax": { answerContext: ({ transferSyntaxes }) => transferSyntaxes.at(-1) ?? refused },
  "first context only": {
    answerContext: ({ id, transferSyntaxes }) => id === 1 ? transferSyntaxes[0] : refused,
  },
  "every other context": {
    answerContext: ({ id, transferSyntaxes }) => id % 4 === 3 ? transferSyntaxes[0] : { refused: 4 },
  },
  "implicit only": only(implicit),
  "explicit only": only(explicit),
  "big endian only": only(bigEndian),
  "deflated only": only(deflated),
  "JPEG only": only(jpeg),
  "JPEG and implicit": only(jpeg, implicit),
  "JPEG and big endian": only(jpeg, bigEndian),
  "no CT": {
    answerContext: ({ abstractSyntax, transferSyntaxes }) =>
      abstractSyntax === "1.2.840.10008.5.1.4.1.1.2" ? refused : transferSyntaxes[0],
  },
  "unknown transfer syntax": always("1.2.3.4"),
  "encapsulated that was not proposed": always("1.2.840.10008.1.2.4.90"),
  "deflated that was not proposed": always(deflated),
};

const proposals = [[], ["+C"], ["-xy"], ["-xy", "+C"], ["-xd"], ["-xd", "+C"], ["-xi"], ["-xb"], [
  "-R",
  "-xy",
], ["-xs"]];

function choosing(name: string, options: string[]): Case {
  const behaviour = behaviours[name];
  return { name, args: ["-v", ...options, "PEER", ...testArgs()], files: testFiles(), behaviour };
}

differentialTest(
  "objects go to the oracle's contexts",
  Object.keys(behaviours).flatMap((name) => [
    choosing(name, ["-xy"]),
    ...proposals.map((options) => choosing(name, ["-nh", ...options])),
  ]),
);

differentialTest(
  "contexts are refused for every reason",
  [1, 2, 3, 4, 5, 128, 254].map((reason) => ({
    name: `${reason}`,
    args: ["-d", "-R", "PEER", ...testArgs("ct_implicit")],
    files: testFiles(),
    behaviour: always({ refused: reason }),
  })),
);

/** Answers by contexts of its own. */
function answering(contexts: (request: AssociateRq) => AnsweredPresentationContext[]): Behaviour {
  return {
    misbehave: (point) => {
      if (point.at !== "associate") return undefined;
      const { request } = point;
      const userInformation = {
        maxPduBytes: 16384,
        roleSelections: [],
        extendedNegotiations: [],
        unknown: [],
      };
      const presentationContexts = contexts(request);
      return { send: encodePdu({ ...request, kind: "associate-ac", presentationContexts, userInformation }) };
    },
  };
}

const accepted = (id: number) => ({ id, result: 0, transferSyntax: explicit });

const answers: Record<string, Behaviour> = {
  "nothing at all": answering(() => []),
  "the second alone": answering(() => [{ ...accepted(3), transferSyntax: implicit }]),
  "in reverse": answering(() => [{ ...accepted(3), transferSyntax: implicit }, accepted(1)]),
  "twice the same": answering(() => [accepted(1), { ...accepted(1), transferSyntax: implicit }]),
  "what was not proposed": answering(() => [accepted(1), accepted(201)]),
  "another title": answering((request) => request.presentationContexts.map(({ id }) => accepted(id))),
};

differentialTest(
  "strange answers are understood as the oracle understands them",
  Object.entries(answers).flatMap(([name, behaviour]) =>
    ["ct_implicit", "mr_explicit"].map((file) => ({
      name,
      args: ["-d", "-R", "PEER", `DIR/${file}.dcm`],
      files: testFiles(),
      behaviour,
    }))
  ),
);

/** Nothing that can be used was accepted: DCMTK finds that out later than ours. */
const useless: Record<string, Behaviour> = {
  "a refusal behind an acceptance": answering(() => [accepted(1), { ...accepted(1), result: 3 }]),
  "only what was not proposed": answering(() => [accepted(201)]),
  "an even one": answering(() => [accepted(2)]),
};

differentialTest(
  "nothing is sent on contexts that were not proposed or are refused in the end",
  Object.entries(useless).map(([name, behaviour]) => ({
    name,
    args: ["-R", "PEER", ...testArgs("ct_implicit")],
    files: testFiles(),
    behaviour,
    mask: (seen) => ({ ...seen, stderr: "", associations: [] }),
  })),
);

Deno.test("encapsulated objects go out in their own transfer syntax or not at all", async () => {
  const [path] = Object.values(testFiles("sc_jpeg_baseline"));
  let sent = 0;
  for (const behaviour of [...Object.values(behaviours), {}]) {
    for (const options of proposals) {
      await using receiver = await Receiver.start(behaviour);
      const { code } = await runInProcess([...options, "127.0.0.1", String(receiver.port), path]);
      await receiver.idle();
      const transferSyntaxes = receiver.objects.map(({ transferSyntaxUid }) => transferSyntaxUid);
      assertEquals(transferSyntaxes, code === 0 ? [jpeg] : [], options.join(" "));
      sent += transferSyntaxes.length;
    }
  }
  assert(sent > 0, "It was never sent at all");
});
