/** User identity negotiation (PS3.7, Annex D.3.3.7): what is sent, what is expected, what is complained about. */
import type { Behaviour } from "../../scripts/receiver/behaviour.ts";
import { type Case, differentialTest, type Observation } from "../support/differential.ts";
import { testArgs, testFiles } from "../support/test_files.ts";

const bytes = (count: number) => Uint8Array.from({ length: count }, (_, at) => at % 251);

const files = {
  ...testFiles("ct_implicit"),
  "empty": new Uint8Array(),
  "short": new TextEncoder().encode("a ticket\n"),
  "binary": bytes(1000),
  "nearly too long": bytes(65000),
  "just too long for the items": bytes(65535),
  "too long": bytes(65536),
  "much too long": bytes(200_000),
};

function sending(options: string[], more: Partial<Case> = {}): Case {
  return {
    name: "identity",
    args: ["-d", "-R", ...options, "PEER", ...testArgs("ct_implicit")],
    files,
    ...more,
  };
}

/** DCMTK shows the password at level debug; ours never does. */
const withoutPassword = (seen: Observation): Observation => ({
  ...seen,
  stderr: seen.stderr.replaceAll(/^(D: {3}Password: +)\[.+\]$/gm, "$1(not dumped)"),
});

/** DCMTK dumps the answer to an identity, which may be a ticket; ours shows zeros in its place. */
const withoutBytes = (seen: Observation): Observation => ({
  ...seen,
  stderr: seen.stderr.replaceAll(/^D: (?: {2}[0-9a-f]{2})+$/gm, "D: bytes"),
});

const users: string[][] = [
  ["-usr", "me"],
  ["-usr", ""],
  ["-usr", "J\u00f6rg"],
  ["-usr", "u".repeat(300)],
  ["-usr", "me", "-pwd", "secret"],
  ["-usr", "me", "-pwd", ""],
  ["-usr", "me", "-epw"],
  ["-usr", "me", "-epw", "-pwd", "secret"],
  ["-usr", "me", "-pwd", "secret", "-epw"],
  ["-usr", "", "-epw"],
];

/** DCMTK ends without a word where names are too long. */
const tooLongUsers: string[][] = [
  ["-usr", "u".repeat(40_000), "-pwd", "p".repeat(40_000)],
  ["-usr", "u".repeat(70_000)],
];

const withoutMessages = (seen: Observation): Observation => ({ ...seen, stderr: "" });

/** The number contains the lengths of the names of the two programs. */
const withoutTotal = (seen: Observation): Observation => ({
  ...seen,
  stderr: seen.stderr.replaceAll(/user items \(\d+ bytes\)/g, "user items (many bytes)"),
});

const conflicts: string[][] = [
  ["-pwd", "secret"],
  ["-epw"],
  ["-rsp"],
  ["-usr", "me", "-kt", "DIR/short"],
  ["-usr", "me", "--saml", "DIR/short"],
  ["-usr", "me", "--jwt", "DIR/short"],
  ["-kt", "DIR/short", "--saml", "DIR/short"],
  ["-kt", "DIR/short", "--jwt", "DIR/short"],
  ["--saml", "DIR/short", "--jwt", "DIR/short"],
  ["-kt", "DIR/short", "-pwd", "secret"],
  ["-kt", "DIR/short", "-epw"],
];

const tickets = ["-kt", "--saml", "--jwt"].flatMap((option) =>
  [...Object.keys(files).slice(1), "missing"].map((name) => [option, `DIR/${name}`])
);

differentialTest(
  "users and passwords are sent as the oracle sends them",
  [
    ...[...users, ...conflicts].map((options) => sending(options, { ours: withoutPassword })),
    ...tooLongUsers.map((options) => sending(options, { mask: withoutMessages })),
  ],
);

differentialTest(
  "tickets, assertions and tokens are sent as the oracle sends them",
  [
    ...tickets.map((options) => sending(options, { mask: withoutTotal })),
    sending(["-kt", "DIR/."], { mask: withoutMessages }),
  ],
);

const responses: Behaviour[] = [
  {},
  { userIdentityResponse: new Uint8Array() },
  { userIdentityResponse: new TextEncoder().encode("a response") },
  { answerContext: () => ({ refused: 1 }) },
];

differentialTest(
  "positive responses are asked for and missed as the oracle does",
  [
    ["-usr", "me"],
    ["-usr", "me", "-pwd", "secret"],
    ["-kt", "DIR/short"],
    ["--saml", "DIR/short"],
    ["--jwt", "DIR/short"],
  ].flatMap((identity) =>
    responses.map((behaviour) =>
      sending([...identity, "-rsp"], { behaviour, ours: withoutPassword, mask: withoutBytes })
    )
  ),
);
