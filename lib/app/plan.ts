/**
 * What is proposed to the peer.
 *
 * @module
 */
import { DicomError, reasonOf } from "../base/errors.ts";
import type { NegotiationSettings, ProfileSettings } from "../cli/settings.ts";
import type { Emit } from "../console/events.ts";
import { defaultStorageSopClassUids } from "../dictionary/sop_classes.ts";
import { type Proposal, proposeStorage, TooManyContextsError } from "../storage/contexts.ts";
import type { AssociationProfiles } from "../storage/profiles/profiles.ts";

/**
 * Reads the profiles of a configuration file, before anything else is done; `"failed"` when that has been told.
 */
export async function readProfiles(
  profile: ProfileSettings,
  emit: Emit,
): Promise<AssociationProfiles | "failed"> {
  const { AssociationProfiles } = await import("../storage/profiles/profiles.ts");
  try {
    return new AssociationProfiles(readConfigFile(profile));
  } catch (error) {
    emit({ kind: "profile file failed", text: reasonOf(error) });
    return "failed";
  }
}

const cannotOpen = { module: 0x0006, code: 0x0412 } as const;

function readConfigFile({ configFile }: ProfileSettings): string {
  try {
    return Deno.readTextFileSync(configFile);
  } catch (cause) {
    // A folder can be opened, and then has nothing in it
    if (cause instanceof Deno.errors.IsADirectory) return "";
    throw new DicomError({ ...cannotOpen, text: `unable to open configuration file: ${configFile}` }, {
      cause,
    });
  }
}

/** Makes the proposal; `undefined` when there cannot be one, which has been told. */
export function plan(
  negotiation: NegotiationSettings,
  { profiles, sopClassUids, emit }: {
    profiles: AssociationProfiles | undefined;
    /** The SOP classes of the files, where these were read. */
    sopClassUids: ReadonlySet<string>;
    emit: Emit;
  },
): Proposal | undefined {
  try {
    if (negotiation.kind === "profile") return profiles?.propose(negotiation.profileName);
    return proposeStorage(
      negotiation.requiredOnly ? sopClassUids : defaultStorageSopClassUids(),
      negotiation,
    );
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    if (error instanceof TooManyContextsError) emit({ kind: "too many contexts" });
    emit({ kind: "setup failed", condition: error.condition });
    return undefined;
  }
}
