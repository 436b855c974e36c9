/**
 * What is said, at levels info and debug only, about events that are in order: DCMTK's lines.
 *
 * Most runs show none of it, and there is much of it for every object. It is loaded where a logger wants it.
 *
 * @module
 */
import { modalityOf } from "../dictionary/sop_classes.ts";
import { dumpAssociation } from "./association_dump.ts";
import { dumpRequest, dumpResponse, dumpStatusDetail } from "./message_dump.ts";
import { dataLogger, debug, type Details, type EventOf, info, type Message } from "./messages.ts";
import { shortStatusText } from "./status_text.ts";

/** What decides between two ways to say the same. */
export interface DetailOptions {
  /** `+v`: what is requested and agreed on is said in verbose mode already. */
  readonly showPresentationContexts: boolean;
  /** Whether dumps of messages are printed, which then say what else a short line would. */
  isDebug(): boolean;
}

/** Puts events that are in order into words. */
export function detailsFor({ showPresentationContexts, isDebug }: DetailOptions): Details {
  const parameters = showPresentationContexts ? info : debug;
  return {
    "scanning": () => info("determining input files ..."),
    "checking files": () => info("checking input files ..."),
    "requesting association": () => info("Requesting Association"),
    "association parameters": ({ request }) =>
      parameters(() => `Request Parameters:\n${dumpAssociation(request)}`),
    "association negotiated": ({ request, answer, transport }) => [
      ...debug(() => transport.join("\n")),
      ...parameters(() => `Association Parameters Negotiated:\n${dumpAssociation(request, answer)}`),
    ],
    "association accepted": ({ maxSendPdvBytes }) =>
      info(`Association Accepted (Max Send PDV: ${maxSendPdvBytes})`),
    "association not needed": () => info("Giving up an association that is not needed any more"),
    "sending file": ({ path }) => info(`Sending file: ${path}`),
    "inventing": ({ invention: { counters: { patient, study, series, image }, values } }) => [
      ...info(`Inventing Identifying Information (pa${patient}, st${study}, se${series}, im${image}):`),
      ...values.flatMap(({ label, value }) => info(`  ${label}=${value}`)),
    ],
    "converting": ({ from, to }) =>
      info(`Converting transfer syntax: ${from.name} -> ${to?.name ?? "Unknown Transfer Syntax"}`),
    "store request": ({ messageId, sopClassUid }) =>
      info(`Sending Store Request (MsgID ${messageId}, ${modalityOf(sopClassUid) ?? "OT"})`),
    "object begins": ({ request }) => debug(() => dumpRequest(request)),
    "command received": () => {
      const text = 'DcmDataset::read() TransferSyntax="Little Endian Implicit"';
      return [{ logger: dataLogger, severity: "debug", text }];
    },
    "store response": (event) => isDebug() ? tellWithDump(event) : tellStatus(event),
    "releasing": () => info("Releasing Association"),
    "aborting": () => info("Aborting Association"),
  };
}

function tellStatus({ status }: EventOf<"store response">): Message<"info">[] {
  return info(`Received Store Response (${shortStatusText(status)})`);
}

function tellWithDump({ message }: EventOf<"store response">): Message<"info" | "debug">[] {
  const received = info("Received Store Response");
  if (!message) return received;
  const { command, contextId } = message;
  const { statusDetail } = command;
  return [
    ...received,
    ...debug(() => dumpResponse(command, contextId)),
    ...(statusDetail ? debug(() => `Status Detail:\n${dumpStatusDetail(statusDetail)}`) : []),
  ];
}
