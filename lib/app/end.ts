/**
 * The end of an association: released, aborted, or gone already.
 *
 * @module
 */
import { type Condition, errorOf } from "../base/errors.ts";
import type { Emit } from "../console/events.ts";
import { conditions } from "../dictionary/conditions.ts";
import type { StoreAssociation } from "../storage/association.ts";
import type { Ending } from "./exit_code.ts";
import { conditionOf, type SenderResult } from "./send.ts";

/** How the association is to end. */
export interface EndOptions {
  readonly association: StoreAssociation;
  /** `--abort`: abort instead of release. */
  readonly abort: boolean;
  readonly emit: Emit;
}

const failed: Ending = { kind: "failed" };
const peerGone: Ending = { kind: "peer-gone" };

/** Ends the association as the result of the sending demands. */
export async function endAssociation(
  result: Exclude<SenderResult, { kind: "left" }>,
  options: EndOptions,
): Promise<Ending> {
  if (result.kind === "broken") return await endBroken(result.error, options);
  const ended = options.abort ? await abort(options) : await release(options);
  return ended
    ? { kind: "finished", haltedBy: result.kind === "halted" ? result.outcome : undefined }
    : failed;
}

async function endBroken(error: Error, options: EndOptions): Promise<Ending> {
  const condition = conditionOf(error);
  if (isSame(condition, conditions.DUL_PEERABORTEDASSOCIATION)) {
    options.emit({ kind: "peer aborted" });
    return peerGone;
  }
  const wantsRelease = isSame(condition, conditions.DUL_PEERREQUESTEDRELEASE);
  options.emit(wantsRelease ? { kind: "peer requested release" } : { kind: "sending ended", condition });
  const aborted = await abort(options);
  return wantsRelease && aborted ? peerGone : failed;
}

async function release({ association, emit }: EndOptions): Promise<boolean> {
  emit({ kind: "releasing" });
  try {
    await association.release();
    return true;
  } catch (error) {
    emit({ kind: "release failed", condition: conditionOf(errorOf(error)) });
    return false;
  }
}

async function abort({ association, emit }: EndOptions): Promise<boolean> {
  emit({ kind: "aborting" });
  try {
    await association.abort();
    return true;
  } catch (error) {
    emit({ kind: "abort failed", condition: conditionOf(errorOf(error)) });
    return false;
  }
}

function isSame(a: Condition, b: Condition): boolean {
  return a.module === b.module && a.code === b.code;
}
