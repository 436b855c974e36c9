/**
 * User identity as it is requested (PS3.7, Annex D.3.3.7), with tickets and assertions read from files.
 *
 * @module
 */
import { reasonOf } from "../base/errors.ts";
import type { UserIdentitySettings } from "../cli/settings.ts";
import type { Emit } from "../console/events.ts";

/** The request for user identity negotiation. */
export interface UserIdentityRequest {
  /** 1 user name, 2 user name and password, 3 Kerberos, 4 SAML, 5 JWT. */
  readonly type: 1 | 2 | 3 | 4 | 5;
  readonly positiveResponse: boolean;
  /** User name, ticket, assertion or token. */
  readonly primary: Uint8Array;
  /** Password; empty for all other types. */
  readonly secondary: Uint8Array;
}

/** The length fields of the sub-item have 16 bits. */
const maxBytes = 65535;
const fileTypes = { kerberos: 3, saml: 4, jwt: 5 } as const;
const nothing = new Uint8Array(0);

/** Reads what is needed for the request; `"failed"` when that has been told. */
export function userIdentityRequest(
  settings: UserIdentitySettings,
  emit: Emit,
): UserIdentityRequest | undefined | "failed" {
  if (settings.kind === "none") return undefined;
  const { positiveResponse } = settings;
  const encode = (text: string) => new TextEncoder().encode(text).subarray(0, maxBytes);
  if (settings.kind === "user") {
    return { type: 1, positiveResponse, primary: encode(settings.user), secondary: nothing };
  }
  if (settings.kind === "user-password") {
    const { user, password } = settings;
    return { type: 2, positiveResponse, primary: encode(user), secondary: encode(password) };
  }
  const primary = readIdentityFile(settings.file, emit);
  return primary
    ? { type: fileTypes[settings.kind], positiveResponse, primary, secondary: nothing }
    : "failed";
}

/** Whether the peer owes us a response: DCMTK looks for one only where it sent a user name. */
export function needsIdentityResponse(settings: UserIdentitySettings): boolean {
  return (settings.kind === "user" || settings.kind === "user-password") && settings.positiveResponse;
}

function readIdentityFile(path: string, emit: Emit): Uint8Array | undefined {
  const bytes = readBeginning(path, emit);
  if (!bytes) return undefined;
  if (bytes.length > maxBytes) emit({ kind: "identity file", problem: "too long" });
  if (bytes.length > 0) return bytes.subarray(0, maxBytes);
  emit({ kind: "identity file", problem: "empty" });
  return undefined;
}

/** One byte more than can be sent tells whether the file is longer. */
function readBeginning(path: string, emit: Emit): Uint8Array | undefined {
  try {
    using file = Deno.openSync(path);
    const bytes = new Uint8Array(maxBytes + 1);
    let length = 0;
    for (let read: number | null = 1; read !== null && length < bytes.length; length += read ?? 0) {
      read = file.readSync(bytes.subarray(length));
    }
    return bytes.subarray(0, length);
  } catch (error) {
    emit({ kind: "identity file", problem: "cannot open", reason: reasonOf(error) });
    return undefined;
  }
}
