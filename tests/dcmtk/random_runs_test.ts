/** Options, files and peers thrown together at random; the seed makes each run of the test the same. */
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { encodePdu } from "../../lib/ul/codec.ts";
import { type Case, differentialTest, type Observation, withFixedCode } from "../support/differential.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

/** Numbers that look like chance (mulberry32). */
class Dice {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  below(limit: number): number {
    this.#state = this.#state + 0x6d2b79f5 | 0;
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, 1 | this.#state);
    mixed = mixed + Math.imul(mixed ^ mixed >>> 7, 61 | mixed) ^ mixed;
    return ((mixed ^ mixed >>> 14) >>> 0) % limit;
  }

  pick<T>(list: readonly T[]): T {
    return list[this.below(list.length)];
  }

  some<T>(list: readonly T[], limit: number): T[] {
    return Array.from({ length: this.below(limit) }, () => this.pick(list));
  }
}

const options = [
  ...["-R", "-nh", "-nh", "+C", "-xs", "-xy", "-xd", "-xi", "-xb", "-xe", "+rn", "--abort"],
  ...["-u", "+u", "-up", "+up", "+sd", "+sd +r", "+v", "-f", "-f+", "--repeat 2", "--repeat 3", "-pdu 4096"],
  ...["--max-send-pdu 4096", "--max-send-pdu 5001", "-aet ME", "-aec YOU", "-usr me", "-usr me -rsp"],
];
const levels = ["", "-v", "-d", "-q", "-ll error", "-ll info"];
const paths = [...testArgs(), ...testArgs(), "DIR/none", "DIR/text", "DIR/empty"];
const statuses = [0, 0, 0, 0, 0, 0x0001, 0xb000, 0xa700, 0x0122, 0xc001, 0xff00];
const abort = encodePdu({ kind: "abort", source: 2, reason: 0 });

function behaviourBy(dice: Dice): Behaviour {
  const answers = Array.from({ length: 20 }, () => dice.pick(statuses));
  const [mode, turn] = [dice.below(6), dice.below(7)];
  return {
    maxPduBytes: dice.pick([0, 16384, 4096, 1000, 128, 99999]),
    userIdentityResponse: dice.pick([undefined, new Uint8Array(2)]),
    response: (object) => ({ status: answers[object % answers.length] }),
    answerContext: ({ id, transferSyntaxes }) => {
      if (mode === 0) return transferSyntaxes[transferSyntaxes.length - 1];
      return mode === 1 && (id >> 1) % 7 === turn ? { refused: 3 } : transferSyntaxes[0];
    },
    misbehave: (point) => {
      if (mode === 2 && point.at === "response" && point.object === turn % 3) {
        return { send: abort, then: "close" };
      }
      return mode === 3 && point.at === "release" && turn === 0 ? "close" : undefined;
    },
  };
}

/** Dots count PDUs, and ours keeps undefined lengths. */
const withoutDots = (seen: Observation): Observation => ({
  ...seen,
  stdout: seen.stdout.replaceAll(/\.+/g, "."),
});

function caseBy(dice: Dice): Case {
  const words = [dice.pick(levels), ...dice.some(options, 5)].join(" ").split(" ").filter(Boolean);
  return {
    name: "at random",
    args: [...words, "PEER", dice.pick(paths), ...dice.some(paths, 5)],
    files: { ...testFiles(), text: new TextEncoder().encode("no image"), empty: new Uint8Array() },
    behaviour: behaviourBy(dice),
    ours: withFixedCode,
    mask: withoutDots,
  };
}

/** Nothing says that the peer is gone then, and that DCMTK's exit code is a matter of chance. */
const isQuiet = ({ args }: Case) =>
  args.includes("-q") || args.includes("error") || !args.some((word) => /^-[vdl]/.test(word));

const dice = new Dice(4711);
const cases = Array.from({ length: 60 }, () => caseBy(dice)).map((one): Case =>
  isQuiet(one) ? { ...one, behaviour: { ...one.behaviour, misbehave: undefined } } : one
);

differentialTest("whatever is combined shows what the oracle shows", cases);
