/** An association with a peer of a test, and objects to send on it. */
import type { ByteSource } from "../../lib/base/byte_source.ts";
import { type DicomError, formatCondition } from "../../lib/base/errors.ts";
import { StoreScu } from "../../lib/storage/store.ts";
import type { Transport } from "../../lib/transport/transport.ts";
import { Association } from "../../lib/ul/association.ts";
import type { AssociationOptions } from "../../lib/ul/association_types.ts";
import type { AssociateRq } from "../../lib/ul/pdu.ts";

/** Two contexts of CT images. */
export const ctRequest: AssociateRq = {
  kind: "associate-rq",
  protocolVersion: 1,
  calledAeTitle: "ANY-SCP",
  callingAeTitle: "STORESCU",
  applicationContext: "1.2.840.10008.3.1.1.1",
  presentationContexts: [1, 3].map((id) => ({
    id,
    abstractSyntax: "1.2.840.10008.5.1.4.1.1.2",
    transferSyntaxes: ["1.2.840.10008.1.2.1"],
  })),
  userInformation: { maxPduBytes: 16384, roleSelections: [], extendedNegotiations: [], unknown: [] },
};

/** What tests change. */
export interface ClientOptions extends Partial<Omit<AssociationOptions, "connect">> {
  dimseTimeoutMs?: number;
  ackPriming?: boolean;
}

/** Associates over a transport. */
export async function storeClient(transport: Transport, options: ClientOptions = {}): Promise<StoreScu> {
  const { request = ctRequest, dimseTimeoutMs, ackPriming = true, ...limits } = options;
  const log = () => {};
  const connect = () => Promise.resolve(transport);
  const association = await Association.request({ log, ...limits, connect, request });
  const nobody = () => {};
  return new StoreScu(association, {
    request,
    dimseTimeoutMs,
    ackPriming,
    log,
    onSent: nobody,
    onReceived: nobody,
  });
}

/** Bytes that count up, of any length; fails before `failAt` if that is given. */
export class CountingSource implements ByteSource {
  #sent = 0;
  constructor(readonly bytes: number, readonly failAt = Infinity) {}

  fill(view: Uint8Array): { bytes: number; done: boolean } {
    const bytes = Math.min(view.length, this.bytes - this.#sent);
    if (this.#sent + bytes > this.failAt) throw new Error("The disk is gone");
    for (let index = 0; index < bytes; index++) view[index] = this.#sent + index;
    this.#sent += bytes;
    return { bytes, done: this.#sent === this.bytes };
  }

  close(): void {}
}

/** What to send. */
export function operation(messageId: number, source: ByteSource = new CountingSource(1000)) {
  return {
    contextId: 1,
    messageId,
    sopClassUid: "1.2.840.10008.5.1.4.1.1.2",
    sopInstanceUid: `1.2.3.${messageId}`,
    source,
  };
}

/** The condition that something fails with, as DCMTK prints it. */
export async function conditionOfFailure(work: Promise<unknown>): Promise<string> {
  try {
    await work;
  } catch (error) {
    return formatCondition((error as DicomError).condition);
  }
  throw new Error("Expected a failure");
}
