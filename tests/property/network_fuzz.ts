/** Conversations of DCMTK's storescp, recorded and damaged, and what must hold whatever the damage is. */
import { assert } from "@std/assert";
import { setImmediate } from "node:timers";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import { dumpAssociation } from "../../lib/console/association_dump.ts";
import { dumpResponse } from "../../lib/console/message_dump.ts";
import { describeRejection } from "../../lib/console/rejection.ts";
import { StoreScu } from "../../lib/storage/store.ts";
import { Association } from "../../lib/ul/association.ts";
import { RejectedError } from "../../lib/ul/association_types.ts";
import { FuzzPeer } from "../support/fuzz_peer.ts";
import { damaged } from "../support/recorded_answers.ts";
import { random } from "../support/random_data_set.ts";
import { ctRequest } from "../support/store_client.ts";

/** What the cases came to. */
export interface NetworkFuzzResult {
  cases: number;
  rejected: number;
  failed: number;
  stored: number;
  /** The most memory that the process had more than at the beginning. */
  grownBytes: number;
}

const objects = 2;
/** Longer than anything that happens without waiting, on a machine with a lot to do. */
const patienceMs = 20_000;

/**
 * Runs the cases from one seed to another. For each: it ends, whatever fails is a `DicomError` with something to say,
 * and an object counts as stored only where a whole response was delivered for it.
 */
export async function fuzzNetwork(
  { first, count }: { first: number; count: number },
): Promise<NetworkFuzzResult> {
  const result = { cases: 0, rejected: 0, failed: 0, stored: 0, grownBytes: 0 };
  const before = usedBytes();
  for (let seed = first; seed < first + count; seed++) {
    result.cases++;
    const { stored, error } = await inTime(seed);
    result.stored += stored;
    if (error instanceof RejectedError) result.rejected++;
    else if (error) result.failed++;
    if (seed % 1000 === 0) result.grownBytes = Math.max(result.grownBytes, usedBytes() - before);
  }
  return result;
}

interface Outcome {
  readonly stored: number;
  readonly error: unknown;
}

async function inTime(seed: number): Promise<Outcome> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`seed ${seed}: does not end`)), patienceMs);
  try {
    return await Promise.race([converse(seed), promise]);
  } finally {
    clearTimeout(timer);
  }
}

/** Associates, stores and releases; the peer answers what the seed makes of what was recorded. */
async function converse(seed: number): Promise<Outcome> {
  const peer = new FuzzPeer(damaged(random(seed)), () => new Promise((resolve) => setImmediate(resolve)));
  let stored = 0;
  let error: unknown;
  try {
    const scu = await associate(peer);
    for (let messageId = 1; messageId <= objects; messageId++) {
      const pending = await scu.send({ ...operation, messageId, source: oneByte() });
      const { status } = await pending.response;
      if (status === 0) stored++;
      assert(stored <= peer.answered, `seed ${seed}: more objects stored than were answered`);
    }
    await scu.release();
  } catch (thrown) {
    error = thrown;
  }
  peer.close();
  if (error !== undefined) checkError(error, seed);
  return { stored, error };
}

const operation = { contextId: 1, sopClassUid: "1.2.840.10008.5.1.4.1.1.2", sopInstanceUid: "1.2.3" };

function oneByte() {
  return { fill: () => ({ bytes: 2, done: true }), close() {} };
}

async function associate(peer: FuzzPeer): Promise<StoreScu> {
  const log = (_severity: string, text: () => string) => void text();
  const connect = () => Promise.resolve(peer.transport);
  const association = await Association.request({ log, connect, request: ctRequest });
  dumpAssociation(ctRequest, association.answer);
  return new StoreScu(association, {
    request: ctRequest,
    ackPriming: true,
    log,
    onSent() {},
    onReceived: (command, contextId) => void dumpResponse(command, contextId),
  });
}

function checkError(error: unknown, seed: number): void {
  if (!(error instanceof DicomError)) throw new Error(`seed ${seed}: not told`, { cause: error });
  if (error instanceof RejectedError) describeRejection(error.rejection);
  assert(/^[0-9a-f]{4}:[0-9a-f]{4} ./.test(formatCondition(error.condition)), `seed ${seed}: nothing said`);
}

/** Memory of this isolate; others may run in the same process. */
function usedBytes(): number {
  const { heapUsed, external } = Deno.memoryUsage();
  return heapUsed + external;
}
