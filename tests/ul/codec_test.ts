import { assert, assertEquals, assertThrows } from "@std/assert";
import { type Decoded, decodePdu, encodePdu, type SendablePdu } from "../../lib/ul/codec.ts";
import type { AssociateAc, AssociateRq, Pdu } from "../../lib/ul/pdu.ts";
import { DicomError } from "../../lib/base/errors.ts";
import { fromHex, fullAssociateRq, simpleAssociateRq } from "../support/golden_pdus.ts";
import { random } from "../support/random_data_set.ts";

const limits = { maxPduBytes: 16384 };
const pure = { permissions: "none" } as const;

function decoded(bytes: Uint8Array): SendablePdu {
  const answer = decodePdu(bytes, limits);
  if (answer.kind !== "pdu" || answer.pdu.kind === "unknown") throw new Error(JSON.stringify(answer));
  assertEquals(answer.bytes, bytes.length);
  return answer.pdu;
}

Deno.test("DCMTK's association requests are decoded and encoded to the same bytes", pure, () => {
  for (const bytes of [simpleAssociateRq, fullAssociateRq]) {
    assertEquals(encodePdu(decoded(bytes)), bytes);
  }
});

Deno.test("everything that is in a full association request is found", pure, () => {
  const text = new TextEncoder();
  const [ct, mr] = ["1.2.840.10008.5.1.4.1.1.2", "1.2.840.10008.5.1.4.1.1.4"];
  const transferSyntaxes = ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2"];
  assertEquals(decoded(fullAssociateRq), {
    kind: "associate-rq",
    protocolVersion: 1,
    calledAeTitle: "ANY-SCP",
    callingAeTitle: "STORESCU_LONG_16",
    applicationContext: "1.2.840.10008.3.1.1.1",
    presentationContexts: [
      { id: 1, abstractSyntax: ct, transferSyntaxes },
      { id: 3, abstractSyntax: mr, transferSyntaxes },
    ],
    userInformation: {
      maxPduBytes: 32768,
      implementationClassUid: "1.2.276.0.7230010.3.0.3.6.7",
      implementationVersionName: "OFFIS_DCMTK_367",
      roleSelections: [{ sopClassUid: ct, scu: false, scp: true }, { sopClassUid: mr, scu: true, scp: true }],
      extendedNegotiations: [{ sopClassUid: ct, data: Uint8Array.of(1, 2, 3, 4, 5) }],
      userIdentity: {
        type: 2,
        positiveResponse: true,
        primary: text.encode("joe"),
        secondary: text.encode("secret"),
      },
      unknown: [],
    },
  });
});

/** So many transfer syntaxes. */
const syntaxes = (count: number) =>
  Array.from({ length: count }, (_, index) => `1.2.840.10008.1.2.4.${index}`);

Deno.test("contexts are requested as they are, with however many transfer syntaxes", pure, () => {
  const shared = syntaxes(3);
  const lists = [shared, syntaxes(100), shared, syntaxes(1), ["1.2"], syntaxes(500)];
  const presentationContexts = lists.flatMap((transferSyntaxes, index) => [
    { id: 4 * index + 1, abstractSyntax: `1.2.3.${index}`, transferSyntaxes },
    { id: 4 * index + 3, abstractSyntax: `1.2.3.${index}`, transferSyntaxes: transferSyntaxes.slice(0, 1) },
  ]);
  const request = { ...decoded(simpleAssociateRq), presentationContexts } as AssociateRq;
  assertEquals(decoded(encodePdu(request)), request);
  const tooLong = [{ id: 1, abstractSyntax: "1.2", transferSyntaxes: syntaxes(3000) }];
  assertThrows(() => encodePdu({ ...request, presentationContexts: tooLong }), RangeError, "in 16 bits");
});

const accept: AssociateAc = {
  kind: "associate-ac",
  protocolVersion: 1,
  calledAeTitle: "A",
  callingAeTitle: "B",
  applicationContext: "1.2.840.10008.3.1.1.1",
  presentationContexts: [
    { id: 1, result: 0, transferSyntax: "1.2.840.10008.1.2" },
    { id: 3, result: 4, transferSyntax: "" },
  ],
  userInformation: {
    maxPduBytes: 0,
    asyncOperations: { maxInvoked: 8, maxPerformed: 1 },
    roleSelections: [],
    extendedNegotiations: [],
    userIdentityResponse: Uint8Array.of(1, 2),
    unknown: [{ type: 0x57, data: Uint8Array.of(7) }],
  },
};

const samples: SendablePdu[] = [
  accept,
  { kind: "associate-rj", result: 1, source: 2, reason: 3 },
  { kind: "release-rq" },
  { kind: "release-rp" },
  { kind: "abort", source: 2, reason: 6 },
  {
    kind: "p-data-tf",
    pdvs: [
      { contextId: 1, isCommand: true, isLast: true, data: Uint8Array.of(1, 2, 3) },
      { contextId: 255, isCommand: false, isLast: false, data: Uint8Array.of() },
    ],
  },
];

Deno.test("every PDU that can be sent is decoded as what it was", pure, () => {
  for (const pdu of samples) assertEquals(decoded(encodePdu(pdu)), pdu);
});

Deno.test("short PDUs are what the Standard's tables say", pure, () => {
  assertEquals(encodePdu(samples[1]), fromHex("030000000004", "00010203"));
  assertEquals(encodePdu({ kind: "release-rq" }), fromHex("050000000004", "00000000"));
  assertEquals(encodePdu({ kind: "release-rp" }), fromHex("060000000004", "00000000"));
  assertEquals(encodePdu(samples[4]), fromHex("070000000004", "00000206"));
  assertEquals(encodePdu(samples[5]), fromHex("04000000000f", "000000050103010203", "00000002ff00"));
});

Deno.test("a beginning of a PDU says how much it needs", pure, () => {
  for (let length = 0; length < fullAssociateRq.length; length++) {
    const bytes = length < 6 ? 6 : fullAssociateRq.length;
    assertEquals(decodePdu(fullAssociateRq.subarray(0, length), limits), { kind: "need more", bytes });
  }
});

function fault(answer: Decoded): string {
  if (answer.kind !== "fault") throw new Error(JSON.stringify(answer));
  return answer.condition.text;
}

Deno.test("what is too long is refused before it is waited for", pure, () => {
  assertEquals(
    fault(decodePdu(fromHex("040000004001"), limits)),
    "DUL Illegal PDU Length 16385.  Max expected 16384",
  );
  assertEquals(fault(decodePdu(fromHex("0200ffffffff"), limits)), "DUL Illegal PDU Length");
  assertEquals(decodePdu(fromHex("040000004001"), { maxPduBytes: 0 }), { kind: "need more", bytes: 16391 });
});

Deno.test("a PDU of an unknown type is a PDU, and not waited for", pure, () => {
  const pdu: Pdu = { kind: "unknown", type: 9, bytes: 0xffffffff };
  assertEquals(decodePdu(fromHex("0900ffffffff00"), limits), { kind: "pdu", pdu, bytes: 7 });
});

Deno.test("faults of P-DATA-TF are DCMTK's", pure, () => {
  const cases = [
    ["040000000000", "PDU without any PDVs encountered. In DT_2_IndicatePData.  "],
    ["040000000003000000", "PDV lengths don't add up correctly: 0 PDVs. "],
    ["04000000000600000001" + "0103", "PDV with invalid length 1 encountered. "],
    ["04000000000600000003" + "0103", "PDV lengths don't add up correctly: 1 PDVs. "],
  ];
  for (const [hex, begin] of cases) {
    const text = fault(decodePdu(fromHex(hex), limits));
    assert(text.startsWith(begin + "This probably indicates a"), text);
  }
});

Deno.test("lengths that lie are faults, never a read beyond the end", pure, () => {
  const next = random(1);
  for (let round = 0; round < 3000; round++) {
    const bytes = (round % 2 === 0 ? fullAssociateRq : encodePdu(accept)).slice();
    for (let changes = 1 + next(3); changes > 0; changes--) bytes[6 + next(bytes.length - 6)] = next(256);
    const first = decodePdu(bytes, limits);
    if (first.kind !== "pdu") continue;
    let again: Uint8Array;
    try {
      again = encodePdu(first.pdu as SendablePdu);
    } catch (error) {
      // What may be received may be too short, or no text, to be sent
      assert(error instanceof DicomError);
      continue;
    }
    assertEquals(decodePdu(again, limits), { ...first, bytes: again.length });
  }
});

Deno.test("what cannot be sent is DCMTK's error", pure, () => {
  const error = (pdu: SendablePdu) => assertThrows(() => encodePdu(pdu), DicomError).condition.text;
  const title = "Illegal service parameter: Called AP Title";
  assertEquals(error({ ...accept, calledAeTitle: "" }), title);
  assertEquals(error({ ...accept, calledAeTitle: "12345678901234567" }), title);
  assertEquals(error({ ...accept, callingAeTitle: "" }), "Illegal service parameter: Calling AP Title");
  const userInformation = { ...accept.userInformation, userIdentityResponse: new Uint8Array(65520) };
  assertEquals(
    error({ ...accept, userInformation }),
    "Total length of user items (65547 bytes) exceeds upper limit of 65535 bytes",
  );
});
