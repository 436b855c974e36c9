/** Hosts in every spelling, those that do not resolve, and connections that nobody takes. */
import { type Case, differentialTest } from "../support/differential.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const files = testFiles("ct_implicit");

function calling(host: string, port = "PORT"): Case {
  return { name: "host", args: ["-v", "-R", "-to", "5", host, port, ...testArgs("ct_implicit")], files };
}

const atDebug = (one: Case): Case => ({ ...one, args: ["-d", ...one.args.slice(1)] });

const reachable = [
  ...[
    "127.0.0.1",
    "localhost",
    "LOCALHOST",
    "localhost.",
    "127.1",
    "2130706433",
    "0x7f000001",
    "0177.0.0.1",
    "0",
  ],
  ...[
    "127.0.0.1 ",
    "127.0.0.1 and more",
    "127.0.0.1:PORT",
    "localhost:PORT",
    "127.0.0.1:PORTx",
    "127.0.0.1: PORT",
    "127.0.0.1:+PORT",
  ],
];

const unreachable = [
  ...[
    "",
    " ",
    "no-such-host.invalid",
    "a..b",
    "127.0.0.1 ",
    " 127.0.0.1",
    "999.1.1.1",
    "127.0.0.1.",
    "-",
    "?",
  ],
  ...[
    ":",
    ":PORT",
    "127.0.0.1:",
    "127.0.0.1:x",
    "127.0.0.1:x:PORT",
    "127.0.0.1:-1",
    "[127.0.0.1]",
    "127.0.0.1:1",
  ],
  ...[
    "x".repeat(50),

    "\u00fcber.invalid",
    "host/name",
    "127.0.0.1/8",
    "%",
    "a b",
  ],
];

differentialTest(
  "hosts are found where the oracle finds them",
  reachable.flatMap((host) => [calling(host), calling(host, "1")]),
);

differentialTest(
  "hosts that are not found are told as the oracle tells them",
  unreachable.map((host) => calling(host)),
);

differentialTest("connections that are refused are told as the oracle tells them", [
  ...["127.0.0.1", "localhost"].flatMap((host) => [calling(host, "1"), calling(host, "65535")]),
  ...["127.0.0.1", "no-such-host.invalid"].map((host) => atDebug(calling(host, "1"))),
  ...["0", "65536", "-1", "x", "", "PORT.5", "+PORT", "1e3"].map((port) => calling("127.0.0.1", port)),
]);
