/**
 * A-ASSOCIATE-RQ and A-ASSOCIATE-AC (PS3.8, Sections 9.3.2 and 9.3.3).
 *
 * @module
 */
import { grown, joined } from "../base/bytes.ts";
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import {
  contentAt,
  illegalParameter,
  itemEnd,
  itemOf,
  itemTypes,
  lengthError,
  maxItemBytes,
  nameAt,
  nameItem,
  tooLong,
} from "./items.ts";
import type {
  AnsweredPresentationContext,
  AssociateAc,
  AssociatePdu,
  AssociateRq,
  RequestedPresentationContext,
} from "./pdu.ts";
import { noUserInformation, userInformationAt, userInformationItem } from "./user_information.ts";

/** DICOM application context name (PS3.7, Annex A.2.1). */
export const dicomApplicationContext = "1.2.840.10008.3.1.1.1";

/** Version 1 of the upper layer protocol. */
const protocolVersion1 = 0x0001;
const titleBytes = 16;
const fixedBytes = 68;
/** Room for a presentation context with a few transfer syntaxes. */
const usualItemBytes = 128;
/** DCMTK fills the byte that stands for a result in an answer. */
const requestedResult = 0xff;

/** The body of an A-ASSOCIATE-RQ, bytes 7 and following, in parts. */
export function associateRqBody(pdu: AssociateRq): Uint8Array[] {
  return associateBody(pdu, [requestedContextItems(pdu.presentationContexts)]);
}

/** The body of an A-ASSOCIATE-AC, bytes 7 and following, in parts. */
export function associateAcBody(pdu: AssociateAc): Uint8Array[] {
  return associateBody(pdu, pdu.presentationContexts.map(answeredContextItem));
}

/** Bytes 7-8 protocol version, 9-10 reserved, 11-26 called, 27-42 calling AE title, 43-74 reserved, then items. */
function associateBody(pdu: AssociatePdu, contextItems: readonly Uint8Array[]): Uint8Array[] {
  const fixed = new Uint8Array(fixedBytes);
  fixed[0] = pdu.protocolVersion >> 8;
  fixed[1] = pdu.protocolVersion;
  fixed.set(titleField(pdu.calledAeTitle, "Called AP Title"), 4);
  fixed.set(titleField(pdu.callingAeTitle, "Calling AP Title"), 4 + titleBytes);
  const applicationContext = nameItem(itemTypes.applicationContext, pdu.applicationContext);
  return [fixed, applicationContext, ...contextItems, userInformationItem(pdu.userInformation)];
}

/** Throws where a title of a request is empty or too long for its field. */
export function checkTitles({ calledAeTitle, callingAeTitle }: AssociateRq): void {
  titleField(calledAeTitle, "Called AP Title");
  titleField(callingAeTitle, "Calling AP Title");
}

function titleField(title: string, name: string): Uint8Array {
  const bytes = new TextEncoder().encode(title);
  if (bytes.length < 1 || bytes.length > titleBytes) throw illegalParameter(name);
  const field = new Uint8Array(titleBytes).fill(0x20);
  field.set(bytes);
  return field;
}

/**
 * Presentation context items (PS3.8, Table 9-13), one behind the other: byte 5 id, 6-8 reserved, then abstract and
 * transfer syntaxes. A request has a hundred of them and more, with the same few lists of transfer syntaxes, and two for
 * a SOP class.
 */
function requestedContextItems(contexts: readonly RequestedPresentationContext[]): Uint8Array {
  const lists = new Map<readonly string[], Uint8Array>();
  let bytes = new Uint8Array(usualItemBytes * contexts.length);
  let end = 0;
  let uid = "";
  let name: Uint8Array | undefined;
  for (const { id, abstractSyntax, transferSyntaxes } of contexts) {
    if (!name || abstractSyntax !== uid) {
      uid = abstractSyntax;
      name = nameItem(itemTypes.abstractSyntax, uid);
    }
    let list = lists.get(transferSyntaxes);
    if (!list) {
      list = joined(transferSyntaxes.map((uid) => nameItem(itemTypes.transferSyntax, uid)));
      lists.set(transferSyntaxes, list);
    }
    const length = 4 + name.length + list.length;
    if (length > maxItemBytes) throw tooLong(length);
    const begin = end;
    end += 4 + length;
    if (end > bytes.length) bytes = grown(bytes, end);
    bytes[begin] = itemTypes.presentationContextRq;
    bytes[begin + 2] = length >> 8;
    bytes[begin + 3] = length;
    bytes[begin + 4] = id;
    bytes[begin + 6] = requestedResult;
    bytes.set(name, begin + 8);
    bytes.set(list, end - list.length);
  }
  return bytes.subarray(0, end);
}

/** Presentation context item (PS3.8, Table 9-18): byte 5 id, 6 reserved, 7 result, 8 reserved, then transfer syntax. */
function answeredContextItem({ id, result, transferSyntax }: AnsweredPresentationContext): Uint8Array {
  const type = itemTypes.transferSyntax;
  const name = transferSyntax === "" ? itemOf(type, []) : nameItem(type, transferSyntax);
  return itemOf(itemTypes.presentationContextAc, [Uint8Array.of(id, 0, result, 0), name]);
}

/** Reads the body of an A-ASSOCIATE-RQ: bytes 7 and following. */
export function readAssociateRq(body: Uint8Array): AssociateRq {
  return { kind: "associate-rq", ...readAssociate(body, requestedContext) };
}

/** Reads the body of an A-ASSOCIATE-AC: bytes 7 and following. */
export function readAssociateAc(body: Uint8Array): AssociateAc {
  return { kind: "associate-ac", ...readAssociate(body, answeredContext) };
}

function readAssociate<Context>(
  body: Uint8Array,
  contextOf: (content: Uint8Array) => Context,
): AssociatePdu & { presentationContexts: Context[] } {
  const fixed = readFixedFields(body);
  const presentationContexts: Context[] = [];
  let applicationContext = "";
  let userInformation = noUserInformation;
  for (let at = fixedBytes; at < body.length; at = itemEnd(body, at)) {
    switch (body[at]) {
      case itemTypes.applicationContext:
        applicationContext = nameAt(body, at);
        break;
      case itemTypes.userInformation:
        userInformation = userInformationAt(body, at);
        break;
      case itemTypes.presentationContextRq:
      case itemTypes.presentationContextAc:
        presentationContexts.push(contextOf(contextAt(body, at)));
        break;
      default:
        contentAt(body, { at });
    }
  }
  return { ...fixed, applicationContext, presentationContexts, userInformation };
}

/** The content of a presentation context item; DCMTK has other words for its length than for other items'. */
function contextAt(body: Uint8Array, at: number): Uint8Array {
  const what = "presentation context";
  const got = body.length - at;
  if (got < 8) throw lengthError(what, { got, minimum: 8 });
  const end = itemEnd(body, at);
  const claimed = end - at - 4;
  if (claimed < 4 || end > body.length) throw lengthError(what, { got, minimum: 4, claimed });
  return body.subarray(at + 4, end);
}

function readFixedFields(body: Uint8Array) {
  const got = body.length;
  if (got < fixedBytes) throw lengthError("associate PDU", { got, minimum: fixedBytes });
  const protocolVersion = body[0] << 8 | body[1];
  if ((protocolVersion & protocolVersion1) === 0) throw unsupportedProtocol(protocolVersion);
  const calledAeTitle = titleOf(body.subarray(4, 4 + titleBytes));
  const callingAeTitle = titleOf(body.subarray(4 + titleBytes, 4 + 2 * titleBytes));
  return { protocolVersion, calledAeTitle, callingAeTitle };
}

function unsupportedProtocol(version: number): DicomError {
  const hex = (value: number) => value.toString(16).padStart(4, "0");
  const text = `DUL Unsupported peer protocol ${hex(version)}; expected 0001 in parseAssociate`;
  return new DicomError(networkCondition("DULC_UNSUPPORTEDPEERPROTOCOL", text));
}

function titleOf(field: Uint8Array): string {
  const end = field.indexOf(0);
  const bytes = end < 0 ? field : field.subarray(0, end);
  return new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes).replace(/ +$/, "");
}

function requestedContext(content: Uint8Array): RequestedPresentationContext {
  let abstractSyntax = "";
  const transferSyntaxes: string[] = [];
  for (let at = 4; at < content.length; at = itemEnd(content, at)) {
    if (content[at] === itemTypes.abstractSyntax) abstractSyntax = nameAt(content, at);
    else if (content[at] === itemTypes.transferSyntax) transferSyntaxes.push(nameAt(content, at));
    else contentAt(content, { at });
  }
  return { id: content[0], abstractSyntax, transferSyntaxes };
}

/** Where the result is no acceptance what follows it has no meaning, and is often badly formed. */
function answeredContext(content: Uint8Array): AnsweredPresentationContext {
  const id = content[0];
  const result = content[2];
  if (result !== 0) return { id, result, transferSyntax: "" };
  const transferSyntaxes: string[] = [];
  for (let at = 4; at < content.length; at = itemEnd(content, at)) {
    if (content[at] === itemTypes.transferSyntax) transferSyntaxes.push(nameAt(content, at));
    else contentAt(content, { at });
  }
  if (transferSyntaxes.length !== 1) throw new TransferSyntaxCountError(transferSyntaxes.length);
  return { id, result, transferSyntax: transferSyntaxes[0] };
}

/** An accepted presentation context has exactly one transfer syntax (PS3.8, Section 9.3.3.2). */
export class TransferSyntaxCountError extends DicomError {
  /** Its name in stack traces. */
  override readonly name = "TransferSyntaxCountError";

  /** Says it in DCMTK's words. */
  constructor(count: number) {
    const text = `DUL Peer supplied illegal number of transfer syntaxes (${count})`;
    super(networkCondition("DULC_PEERILLEGALXFERSYNTAXCOUNT", text));
  }
}
