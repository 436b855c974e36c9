/** Rejections and aborts, with codes that the Standard defines and others, at every stage. */
import type { Behaviour, Misbehaviour, Point } from "../../scripts/receiver/behaviour.ts";
import { encodePdu } from "../../lib/ul/codec.ts";
import { type Case, differentialTest, type Observation, withFixedCode } from "../support/differential.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const range = (end: number) => Array.from({ length: end }, (_, at) => at);

function sending(
  name: string,
  { options = ["-d"], behaviour }: { options?: string[]; behaviour: Behaviour },
): Case {
  return {
    name,
    args: [...options, "-R", "PEER", ...testArgs("ct_implicit", "mr_explicit")],
    files: testFiles(),
    behaviour,
    ours: withFixedCode,
  };
}

/** Does this at that point, for the first object where it is about one. */
function at(where: Point["at"], what: Misbehaviour): Behaviour {
  return {
    misbehave: (point) =>
      point.at === where && (!("object" in point) || point.object === 0) ? what : undefined,
  };
}

const rejection = (result: number, { source, reason }: { source: number; reason: number }): Misbehaviour => ({
  send: encodePdu({ kind: "associate-rj", result, source, reason }),
  then: "stall",
});

const codes = [
  ...[1, 2].flatMap((result) =>
    [1, 2, 3].flatMap((source) => range(11).map((reason) => ({ result, source, reason })))
  ),
  ...[0, 3, 255].map((result) => ({ result, source: 1, reason: 1 })),
  ...[0, 4, 255].flatMap((source) => [0, 1, 2, 255].map((reason) => ({ result: 1, source, reason }))),
  { result: 255, source: 255, reason: 255 },
];

differentialTest(
  "rejections are told as the oracle tells them",
  codes.map(({ result, ...why }) =>
    sending(`${result} ${why.source} ${why.reason}`, { behaviour: at("associate", rejection(result, why)) })
  ),
);

const stages = ["associate", "command", "data", "response", "release"] as const;

const abortCodes = [
  ...range(8).map((reason) => [2, reason]),
  ...[[0, 0], [0, 1], [1, 0], [1, 5], [3, 3], [255, 255]],
];

const abort = ([source, reason]: number[]): Misbehaviour => ({
  send: encodePdu({ kind: "abort", source, reason }),
  then: "close",
});

differentialTest("aborts are told as the oracle tells them", [
  ...abortCodes.flatMap((code) =>
    (["associate", "response"] as const).map((stage) =>
      sending(`${code} at ${stage}`, { behaviour: at(stage, abort(code)) })
    )
  ),
  ...stages.flatMap((stage) =>
    [["-nh"], ["+rn"], ["-nh", "+rn"], ["--abort"], ["-nh", "--repeat", "3"]].map((options) =>
      sending(`abort at ${stage}`, { behaviour: at(stage, abort([2, 1])), options: ["-d", ...options] })
    )
  ),
]);

function everywhere(name: string, what: Misbehaviour): Case[] {
  return stages.flatMap((stage) =>
    [["-v"], ["-v", "-nh"], ["-v", "-nh", "+rn"]].map((options) =>
      sending(`${name} at ${stage}`, { behaviour: at(stage, what), options })
    )
  );
}

differentialTest("ends of the connection are told as the oracle tells them", [
  ...everywhere("closes", "close"),
  ...everywhere("resets", "reset"),
]);

/** The receiver goes on as if it had answered, and closes when it is aborted. */
const breaches: Record<string, Uint8Array> = {
  "wants to release": encodePdu({ kind: "release-rq" }),
  "confirms a release": encodePdu({ kind: "release-rp" }),
  "sends nonsense": Uint8Array.from([9, 0, 0, 0, 0, 4, 1, 2, 3, 4]),
};

/** What a state machine says of it, and how it aborts, is its own. */
const onlyResult = (seen: Observation): Observation => ({
  ...seen,
  stdout: "",
  stderr: "",
  associations: [],
  objects: [],
});

differentialTest(
  "breaches of the protocol have the oracle's result",
  Object.entries(breaches).flatMap(([name, send]) =>
    everywhere(name, { send }).map((one) => ({ ...one, mask: onlyResult }))
  ),
);
