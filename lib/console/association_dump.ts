/**
 * Dumps of what is requested of an association, and of what was agreed on, as DCMTK prints them.
 *
 * @module
 */
import { nameOfUid } from "../dictionary/uids.ts";
import type {
  AnsweredPresentationContext,
  AssociateAc,
  AssociateRq,
  RequestedPresentationContext,
  RoleSelection,
  SopClassExtendedNegotiation,
  UserIdentity,
} from "../ul/pdu.ts";

/** The dump of a request before it is sent, or, with an answer, of what was agreed on. */
export function dumpAssociation(request: AssociateRq, answer?: AssociateAc): string {
  const kind = answer ? "AC" : "RQ";
  const ours = request.userInformation;
  const theirs = answer?.userInformation;
  const heard: AssociateRq | AssociateAc = answer ?? request;
  return [
    `====================== BEGIN A-ASSOCIATE-${kind} =====================`,
    `Our Implementation Class UID:      ${ours.implementationClassUid ?? ""}`,
    `Our Implementation Version Name:   ${ours.implementationVersionName ?? ""}`,
    `Their Implementation Class UID:    ${theirs?.implementationClassUid ?? ""}`,
    `Their Implementation Version Name: ${theirs?.implementationVersionName ?? ""}`,
    `Application Context Name:    ${heard.applicationContext}`,
    `Calling Application Name:    ${heard.callingAeTitle}`,
    `Called Application Name:     ${request.calledAeTitle}`,
    `Responding Application Name: ${heard.calledAeTitle === "" ? "" : request.calledAeTitle}`,
    `Our Max PDU Receive Size:    ${ours.maxPduBytes ?? 0}`,
    `Their Max PDU Receive Size:  ${theirs?.maxPduBytes ?? 0}`,
    "Presentation Contexts:",
    ...dumpContexts(request, answer),
    ...dumpExtendedNegotiations("Requested Extended Negotiation: none", ours.extendedNegotiations),
    ...dumpExtendedNegotiations("Accepted Extended Negotiation:  none", theirs?.extendedNegotiations ?? []),
    ...dumpIdentity(ours.userIdentity),
    ...dumpIdentityResponse(theirs?.userIdentityResponse),
    `======================= END A-ASSOCIATE-${kind} ======================`,
  ].join("\n");
}

function dumpContexts(request: AssociateRq, answer: AssociateAc | undefined): string[] {
  const requestedRoles = rolesOf(request.userInformation.roleSelections);
  const acceptedRoles = rolesOf(answer?.userInformation.roleSelections ?? []);
  const answers = new Map(answer?.presentationContexts.map((context) => [context.id, context]));
  return request.presentationContexts.flatMap((context) => {
    const { abstractSyntax } = context;
    const proposedRole = requestedRoles.get(abstractSyntax) ?? "Default";
    const answered = answers.get(context.id);
    if (!answered) return dumpProposed(context, proposedRole);
    const acceptedRole = acceptedRoles.get(abstractSyntax) ?? "Default";
    return dumpAnswered(answered, { abstractSyntax, proposedRole, acceptedRole });
  });
}

function dumpProposed(context: RequestedPresentationContext, role: string): string[] {
  return [
    `  Context ID:        ${context.id} (Proposed)`,
    `    Abstract Syntax: ${named(context.abstractSyntax)}`,
    `    Proposed SCP/SCU Role: ${role}`,
    "    Proposed Transfer Syntax(es):",
    ...context.transferSyntaxes.map((uid) => `      ${named(uid)}`),
  ];
}

/** Results of presentation contexts (PS3.8, Table 9-18). */
const results = [
  "Accepted",
  "User Rejection",
  "No Reason",
  "Abstract Syntax Not Supported",
  "Transfer Syntaxes Not Supported",
];

function dumpAnswered(
  { id, result, transferSyntax }: AnsweredPresentationContext,
  { abstractSyntax, proposedRole, acceptedRole }: {
    abstractSyntax: string;
    proposedRole: string;
    acceptedRole: string;
  },
): string[] {
  return [
    `  Context ID:        ${id} (${results.at(result) ?? "--Invalid Result/Reason--"})`,
    `    Abstract Syntax: ${named(abstractSyntax)}`,
    `    Proposed SCP/SCU Role: ${proposedRole}`,
    `    Accepted SCP/SCU Role: ${acceptedRole}`,
    ...(result === 0 ? [`    Accepted Transfer Syntax: ${named(transferSyntax)}`] : []),
  ];
}

/** A UID by its name, or as it is. */
function named(uid: string): string {
  const name = nameOfUid(uid);
  return name === undefined ? uid : `=${name}`;
}

function rolesOf(selections: readonly RoleSelection[]): Map<string, string> {
  return new Map(selections.map((selection) => [selection.sopClassUid, roleName(selection)]));
}

function roleName({ scu, scp }: RoleSelection): string {
  if (scu) return scp ? "SCP/SCU" : "SCU";
  return scp ? "SCP" : "None";
}

function dumpExtendedNegotiations(
  none: string,
  negotiations: readonly SopClassExtendedNegotiation[],
): string[] {
  if (negotiations.length === 0) return [none];
  return [
    none.slice(0, none.indexOf(":") + 1),
    ...negotiations.flatMap(({ sopClassUid, data }) => [
      `  =${nameOfUid(sopClassUid) ?? "Unknown-UID"} (${sopClassUid})`,
      `    [${Array.from(data, (byte) => `0x${byte.toString(16).padStart(2, "0")}`).join(", ")}]`,
    ]),
  ];
}

function dumpIdentity(identity: UserIdentity | undefined): string[] {
  if (!identity) return ["Requested User Identity Negotiation: none"];
  return [
    "Requested User Identity Negotiation:",
    ...dumpIdentityFields(identity),
    `  Positive Response requested: ${identity.positiveResponse ? "Yes" : "No"}`,
  ];
}

/** The fields of a request. DCMTK prints a password, which is not done here: logs are read by many people. */
function dumpIdentityFields({ type, primary, secondary }: UserIdentity): string[] {
  const user = `  Username: [${new TextDecoder().decode(primary)}]`;
  switch (type) {
    case 1:
      return ["  Authentication mode 1: Username", user];
    case 2:
      return [
        "  Authentication mode 2: Username/Password",
        user,
        secondary.length > 0 ? "  Password: (not dumped)" : "  Password: []",
      ];
    case 3:
      return [
        "  Authentication mode 3: Kerberos",
        `  Kerberos Service Ticket (not dumped) length: ${primary.length}`,
      ];
    case 4:
      return ["  Authentication mode 4: SAML", `  SAML Assertion (not dumped) length: ${primary.length}`];
    case 5:
      return ["  Authentication mode 5: JWT", `  JSON Web Token (not dumped) length: ${primary.length}`];
    default:
      return [
        "  Authentication mode: Unknown ",
        `  First value (not dumped), length: ${primary.length}`,
        `  Second Value (not dumped), length: ${secondary.length}`,
      ];
  }
}

function dumpIdentityResponse(response: Uint8Array | undefined): string[] {
  if (!response) return ["User Identity Negotiation Response:  none"];
  return ["User Identity Negotiation Response:", `  Server Response (not dumped) length: ${response.length}`];
}
