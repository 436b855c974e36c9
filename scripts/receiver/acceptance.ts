/** How a receiver answers an association request. */
import { decodePdu } from "../../lib/ul/codec.ts";
import type { AnsweredPresentationContext, AssociateAc, AssociateRq } from "../../lib/ul/pdu.ts";
import type { Behaviour, ContextAnswer } from "./behaviour.ts";

/** An answer, and the transfer syntax of each context that it accepts. */
export interface Acceptance {
  readonly acceptance: AssociateAc;
  readonly transferSyntaxes: ReadonlyMap<number, string>;
}

/** The association request in a PDU, or `undefined` where it is none. */
export function requestOf(pdu: Uint8Array): AssociateRq | undefined {
  const decoded = decodePdu(pdu, { maxPduBytes: 0 });
  return decoded.kind === "pdu" && decoded.pdu.kind === "associate-rq" ? decoded.pdu : undefined;
}

/** Answers every context as the behaviour says. */
export function acceptanceOf(request: AssociateRq, behaviour: Behaviour): Acceptance {
  const { answerContext = ({ transferSyntaxes }) => transferSyntaxes[0] } = behaviour;
  const contexts = request.presentationContexts.map((context) =>
    answered(context.id, answerContext(context))
  );
  const proposed = request.userInformation;
  return {
    transferSyntaxes: new Map(
      contexts.filter(({ result }) => result === 0).map(({ id, transferSyntax }) => [id, transferSyntax]),
    ),
    acceptance: {
      kind: "associate-ac",
      protocolVersion: 1,
      calledAeTitle: request.calledAeTitle || " ",
      callingAeTitle: request.callingAeTitle || " ",
      applicationContext: request.applicationContext,
      presentationContexts: contexts,
      userInformation: {
        maxPduBytes: behaviour.maxPduBytes ?? 16384,
        implementationClassUid: "2.25.291839142347238412734871238471238471",
        implementationVersionName: "RECEIVER",
        asyncOperations: proposed.asyncOperations && behaviour.asyncOperations,
        userIdentityResponse: proposed.userIdentity?.positiveResponse
          ? behaviour.userIdentityResponse
          : undefined,
        roleSelections: [],
        extendedNegotiations: [],
        unknown: [],
      },
    },
  };
}

function answered(id: number, answer: ContextAnswer): AnsweredPresentationContext {
  return typeof answer === "string"
    ? { id, result: 0, transferSyntax: answer }
    : { id, result: answer.refused, transferSyntax: "" };
}
