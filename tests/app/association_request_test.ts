import { assertEquals } from "@std/assert";
import { associateRq } from "../../lib/app/association_request.ts";
import { encodePdu } from "../../lib/ul/codec.ts";
import { fullAssociateRq, simpleAssociateRq } from "../support/golden_pdus.ts";
import { settingsFor } from "../support/fakes.ts";

const pure = { permissions: "none" } as const;
const ct = "1.2.840.10008.5.1.4.1.1.2";
const mr = "1.2.840.10008.5.1.4.1.1.4";
const [explicit, bigEndian, implicit] = ["1.2.840.10008.1.2.1", "1.2.840.10008.1.2.2", "1.2.840.10008.1.2"];
const dcmtk = {
  implementationClassUid: "1.2.276.0.7230010.3.0.3.6.7",
  implementationVersionName: "OFFIS_DCMTK_367",
};
const warnings: string[] = [];
const log = (_severity: string, text: () => string) => void warnings.push(text());

/** The bytes of a request, with DCMTK's name and UID in the place of ours. */
function bytes(request: ReturnType<typeof associateRq>): Uint8Array {
  const { implementationVersionName = "", implementationClassUid = "" } = request.userInformation;
  assertEquals(implementationVersionName.length <= 16, true);
  assertEquals(/^2\.25\.[1-9]\d{1,38}$/.test(implementationClassUid), true);
  return encodePdu({ ...request, userInformation: { ...request.userInformation, ...dcmtk } });
}

Deno.test("a request has the bytes of DCMTK's", pure, () => {
  const settings = settingsFor([]);
  const peer = { ...settings.peer, callingAeTitle: "ME", calledAeTitle: "YOU" };
  const contexts = [
    { id: 1, abstractSyntax: ct, transferSyntaxes: [explicit], role: "default" },
    { id: 3, abstractSyntax: ct, transferSyntaxes: [bigEndian, implicit], role: "default" },
  ] as const;
  const request = { proposal: { contexts, extendedNegotiation: [] }, userIdentity: undefined };
  assertEquals(bytes(associateRq(request, { settings: { ...settings, peer }, log })), simpleAssociateRq);
});

Deno.test("a request with everything in it has the bytes of DCMTK's", pure, () => {
  const settings = settingsFor([]);
  const transferSyntaxes = [explicit, implicit];
  const request = {
    proposal: {
      contexts: [
        { id: 1, abstractSyntax: ct, transferSyntaxes, role: "scp" },
        { id: 3, abstractSyntax: mr, transferSyntaxes, role: "both" },
      ],
      extendedNegotiation: [{ sopClassUid: ct, data: Uint8Array.of(1, 2, 3, 4, 5) }],
    },
    userIdentity: {
      type: 2,
      positiveResponse: true,
      primary: new TextEncoder().encode("joe"),
      secondary: new TextEncoder().encode("secret"),
    },
  } as const;
  const changed = {
    ...settings,
    peer: { ...settings.peer, callingAeTitle: "STORESCU_LONG_16_AND_MORE", calledAeTitle: "ANY-SCP" },
    network: { ...settings.network, maxReceivePduBytes: 32769 },
  };
  warnings.length = 0;
  assertEquals(bytes(associateRq(request, { settings: changed, log })), fullAssociateRq);
  assertEquals(warnings, ["ASSOC: PDV receive length 32769 is odd (using 32768)"]);
});

Deno.test("an operations window is proposed where more than one operation is wanted", pure, () => {
  const request = { proposal: { contexts: [], extendedNegotiation: [] }, userIdentity: undefined };
  const windowOf = (asyncWindow: number) =>
    associateRq(request, { settings: settingsFor([], { sending: { asyncWindow } }), log })
      .userInformation.asyncOperations;
  assertEquals(windowOf(1), undefined);
  assertEquals(windowOf(8), { maxInvoked: 8, maxPerformed: 1 });
});
