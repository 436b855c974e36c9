/**
 * From what has been asked for to settings.
 *
 * @module
 */
import type { Draft } from "./options/draft.ts";
import type { Settings, TlsSettings, UserIdentitySettings } from "./settings.ts";

/** Settings of a command line that is in order. */
export function settingsOf(
  draft: Draft,
  { host, port, paths }: { host: string; port: number; paths: readonly string[] },
): Settings {
  const { sending, invent, isInventing } = draft;
  return Object.freeze({
    peer: Object.freeze({ ...draft.peer, host, port }),
    paths: Object.freeze([...paths]),
    log: Object.freeze(draft.log),
    input: Object.freeze(draft.input),
    negotiation: Object.freeze(draft.profile ?? draft.proposal),
    userIdentity: Object.freeze(userIdentityOf(draft)),
    network: Object.freeze(draft.network),
    sending: Object.freeze(isInventing ? { ...sending, invent: Object.freeze(invent) } : sending),
    tls: Object.freeze(tlsOf(draft)),
  });
}

function userIdentityOf({ identity }: Draft): UserIdentitySettings {
  const { mode, user, password, file, positiveResponse } = identity;
  switch (mode) {
    case "none":
      return { kind: mode };
    case "user":
      return { kind: mode, user, positiveResponse };
    case "user-password":
      return { kind: mode, user, password, positiveResponse };
    default:
      return { kind: mode, file, positiveResponse };
  }
}

function tlsOf({ tls }: Draft): TlsSettings {
  const { secure, authenticated, ...connection } = tls;
  return secure ? { ...connection, kind: authenticated ? "authenticated" : "anonymous" } : { kind: "none" };
}
