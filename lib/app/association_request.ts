/**
 * An A-ASSOCIATE-RQ (PS3.8, Section 9.3.2) made of settings and a proposal.
 *
 * @module
 */
import type { Settings } from "../cli/settings.ts";
import type { Proposal, ProposedRole } from "../storage/contexts.ts";
import { dicomApplicationContext } from "../ul/associate_pdus.ts";
import type { NetworkLog } from "../ul/log.ts";
import type { AssociateRq, RoleSelection, UserInformation } from "../ul/pdu.ts";
import type { AssociationRequest } from "./associate.ts";

/** Who we are (PS3.7, Annex D.3.3.2): a UID made from a UUID (PS3.5, Annex B.2). */
export const implementationClassUid = "2.25.320153831938002869471260395350484291474";
/** Sixteen characters at most. */
export const implementationVersionName = "STORESCU_DENO_01";

const protocolVersion1 = 1;
const titleBytes = 16;
/** Of the operations that the peer may invoke here there are none, and 0 would mean any number. */
const maxPerformed = 1;

/** Makes the request. */
export function associateRq(
  request: AssociationRequest,
  { settings, log }: { settings: Settings; log: NetworkLog },
): AssociateRq {
  const { contexts } = request.proposal;
  return {
    kind: "associate-rq",
    protocolVersion: protocolVersion1,
    calledAeTitle: cutTitle(settings.peer.calledAeTitle),
    callingAeTitle: cutTitle(settings.peer.callingAeTitle),
    applicationContext: dicomApplicationContext,
    presentationContexts: contexts,
    userInformation: userInformation(request, { settings, log }),
  };
}

function userInformation(
  { proposal, userIdentity }: AssociationRequest,
  { settings, log }: { settings: Settings; log: NetworkLog },
): UserInformation {
  const { asyncWindow } = settings.sending;
  return {
    maxPduBytes: evenPduBytes(settings.network.maxReceivePduBytes, log),
    implementationClassUid,
    implementationVersionName,
    asyncOperations: asyncWindow > 1 ? { maxInvoked: asyncWindow, maxPerformed } : undefined,
    roleSelections: roleSelections(proposal),
    extendedNegotiations: proposal.extendedNegotiation,
    userIdentity,
    unknown: [],
  };
}

/** DCMTK cuts titles that are too long; here no half character is left. */
function cutTitle(title: string): string {
  const bytes = new TextEncoder().encode(title);
  if (bytes.length <= titleBytes) return title;
  return new TextDecoder().decode(bytes.subarray(0, titleBytes), { stream: true });
}

function evenPduBytes(pduBytes: number, log: NetworkLog): number {
  if (pduBytes % 2 === 0) return pduBytes;
  log("warn", () => `ASSOC: PDV receive length ${pduBytes} is odd (using ${pduBytes - 1})`);
  return pduBytes - 1;
}

const roles = {
  scu: { scu: true, scp: false },
  scp: { scu: false, scp: true },
  both: { scu: true, scp: true },
} as const satisfies Record<Exclude<ProposedRole, "default">, { scu: boolean; scp: boolean }>;

/** One sub-item for each context, even where several are for one class: DCMTK does so. */
function roleSelections({ contexts }: Proposal): RoleSelection[] {
  const selections: RoleSelection[] = [];
  for (const { abstractSyntax, role } of contexts) {
    if (role !== "default") selections.push({ sopClassUid: abstractSyntax, ...roles[role] });
  }
  return selections;
}
