/**
 * Getting an association, or telling why there is none.
 *
 * @module
 */
import { type Condition, DicomError, errorOf } from "../base/errors.ts";
import type { Settings } from "../cli/settings.ts";
import type { Emit, Rejection } from "../console/events.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { StoreAssociation } from "../storage/association.ts";
import type { Proposal } from "../storage/contexts.ts";
import { conditionOf } from "./send.ts";
import { needsIdentityResponse, type UserIdentityRequest } from "./user_identity.ts";

/** What is asked of the peer; titles, limits and security are in the settings. */
export interface AssociationRequest {
  readonly proposal: Proposal;
  readonly userIdentity: UserIdentityRequest | undefined;
  /** Gives up; its reason is the name of the signal that wants it. */
  readonly signal?: AbortSignal;
}

/** An association as it was granted. */
export interface GrantedAssociation extends StoreAssociation {
  /** Whether the peer has answered the user identity request. */
  readonly hasIdentityResponse: boolean;
  /** Closes the connection without a word. */
  close(): void;
}

/** The way to the peer. */
export interface Network {
  /** Reads keys and certificates; throws a `DicomError` where they are of no use. What else there is to say is told. */
  prepare(emit: Emit): Promise<void>;
  /**
   * Connects and associates; throws an `AssociationRejectedError` or another `DicomError`. What happens is told by
   * `emit`, from "requesting association" on, and later on, too.
   */
  request(request: AssociationRequest, emit: Emit): Promise<GrantedAssociation>;
  /** Does what is left to do after the last association, where it has not failed. */
  finish(): void;
}

/** The peer's refusal. */
export class AssociationRejectedError extends DicomError {
  /** Its name in stack traces. */
  override readonly name = "AssociationRejectedError";
  /** Who refuses, why, and whether for good. */
  readonly rejection: Rejection;

  /** Takes what the peer said. */
  constructor(rejection: Rejection) {
    super(conditions.DUL_ASSOCIATIONREJECTED);
    this.rejection = rejection;
  }
}

/** Requests an association; `undefined` when there is none to use, which has been told. */
export async function associate(
  request: AssociationRequest,
  { network, settings, emit }: { network: Network; settings: Settings; emit: Emit },
): Promise<GrantedAssociation | undefined> {
  const association = await granted(request, { network, emit });
  if (!association) return undefined;
  if (association.accepted.length === 0) {
    emit({ kind: "no accepted contexts" });
  } else if (needsIdentityResponse(settings.userIdentity) && !association.hasIdentityResponse) {
    emit({ kind: "identity response missing" });
    emit({ kind: "setup failed", condition: conditions.ASC_USERIDENTIFICATIONFAILED });
  } else {
    emit({ kind: "association accepted", maxSendPdvBytes: association.maxSendPdvBytes });
    return association;
  }
  association.close();
  return undefined;
}

async function granted(
  request: AssociationRequest,
  { network, emit }: { network: Network; emit: Emit },
): Promise<GrantedAssociation | undefined> {
  try {
    return await network.request(request, emit);
  } catch (error) {
    // Whoever listens to the signal tells of it
    if (request.signal?.aborted) return undefined;
    if (error instanceof AssociationRejectedError) {
      emit({ kind: "association rejected", rejection: error.rejection });
    } else {
      emit({ kind: "association failed", ...failureOf(errorOf(error)) });
    }
    return undefined;
  }
}

/** What DCMTK reports of a failure, and what we know more. */
function failureOf(error: Error): { condition: Condition; details?: string } {
  const condition = conditionOf(error);
  const knowsMore = error instanceof DicomError && error.message !== condition.text;
  return knowsMore ? { condition, details: error.message } : { condition };
}
