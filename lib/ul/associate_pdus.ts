/**
 * A-ASSOCIATE-RQ and A-ASSOCIATE-AC (PS3.8, Sections 9.3.2 and 9.3.3).
 *
 * @module
 */
import type { ByteReader, ByteWriter } from "../base/bytes.ts";
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import {
  illegalParameter,
  itemHeader,
  itemTypes,
  lengthError,
  nameItem,
  readItem,
  readName,
  writeItem,
  writeName,
} from "./items.ts";
import type {
  AnsweredPresentationContext,
  AssociateAc,
  AssociatePdu,
  AssociateRq,
  RequestedPresentationContext,
  UserInformation,
} from "./pdu.ts";
import { noUserInformation, readUserInformation, writeUserInformation } from "./user_information.ts";

/** DICOM application context name (PS3.7, Annex A.2.1). */
export const dicomApplicationContext = "1.2.840.10008.3.1.1.1";

/** Version 1 of the upper layer protocol. */
const protocolVersion1 = 0x0001;
const titleBytes = 16;
const fixedBytes = 68;
/** DCMTK fills the byte that stands for a result in an answer. */
const requestedResult = 0xff;

/** Writes the body of an A-ASSOCIATE-RQ: bytes 7 and following. */
export function writeAssociateRq(writer: ByteWriter, pdu: AssociateRq): void {
  writeFixedFields(writer, pdu);
  // A request has a hundred contexts and more with the same few names in them
  const items = {
    abstractSyntax: remembered(itemTypes.abstractSyntax),
    transferSyntax: remembered(itemTypes.transferSyntax),
  };
  for (const context of pdu.presentationContexts) writeRequestedContext(writer, { context, items });
  writeUserInformation(writer, pdu.userInformation);
}

/** Writes the body of an A-ASSOCIATE-AC: bytes 7 and following. */
export function writeAssociateAc(writer: ByteWriter, pdu: AssociateAc): void {
  writeFixedFields(writer, pdu);
  for (const context of pdu.presentationContexts) writeAnsweredContext(writer, context);
  writeUserInformation(writer, pdu.userInformation);
}

/** Bytes 7-8 protocol version, 9-10 reserved, 11-26 called, 27-42 calling AE title, 43-74 reserved. */
function writeFixedFields(writer: ByteWriter, pdu: AssociatePdu): void {
  writer.u16(pdu.protocolVersion);
  writer.u16(0);
  writer.bytes(titleField(pdu.calledAeTitle, "Called AP Title"));
  writer.bytes(titleField(pdu.callingAeTitle, "Calling AP Title"));
  writer.bytes(new Uint8Array(32));
  writeName(writer, { type: itemTypes.applicationContext, name: pdu.applicationContext });
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

type NameItem = (name: string) => Uint8Array;

/** Makes items of one type, each of them once. */
function remembered(type: number): NameItem {
  const items = new Map<string, Uint8Array>();
  return (name) => {
    const item = items.get(name) ?? nameItem({ type, name });
    items.set(name, item);
    return item;
  };
}

/** Presentation context item (PS3.8, Table 9-13): byte 5 id, 6-8 reserved, then abstract and transfer syntaxes. */
function writeRequestedContext(
  writer: ByteWriter,
  { context, items }: {
    context: RequestedPresentationContext;
    items: Record<"abstractSyntax" | "transferSyntax", NameItem>;
  },
): void {
  const abstractSyntax = items.abstractSyntax(context.abstractSyntax);
  const transferSyntaxes = context.transferSyntaxes.map(items.transferSyntax);
  const bytes = transferSyntaxes.reduce((sum, { length }) => sum + length, 4 + abstractSyntax.length);
  writer.bytes(itemHeader(itemTypes.presentationContextRq, bytes));
  writer.bytes(Uint8Array.of(context.id, 0, requestedResult, 0));
  writer.bytes(abstractSyntax);
  for (const transferSyntax of transferSyntaxes) writer.bytes(transferSyntax);
}

/** Presentation context item (PS3.8, Table 9-18): byte 5 id, 6 reserved, 7 result, 8 reserved, then transfer syntax. */
function writeAnsweredContext(writer: ByteWriter, context: AnsweredPresentationContext): void {
  writeItem(writer, {
    type: itemTypes.presentationContextAc,
    body: () => {
      writer.bytes(Uint8Array.of(context.id, 0, context.result, 0));
      if (context.transferSyntax === "") {
        writeItem(writer, { type: itemTypes.transferSyntax, body: () => {} });
      } else {
        writeName(writer, { type: itemTypes.transferSyntax, name: context.transferSyntax });
      }
    },
  });
}

/** Reads the body of an A-ASSOCIATE-RQ: bytes 7 and following. */
export function readAssociateRq(reader: ByteReader): AssociateRq {
  return { kind: "associate-rq", ...readAssociate(reader, readRequestedContext) };
}

/** Reads the body of an A-ASSOCIATE-AC: bytes 7 and following. */
export function readAssociateAc(reader: ByteReader): AssociateAc {
  return { kind: "associate-ac", ...readAssociate(reader, readAnsweredContext) };
}

function readAssociate<Context>(
  reader: ByteReader,
  readContext: (reader: ByteReader) => Context,
): AssociatePdu & { presentationContexts: Context[] } {
  const fixed = readFixedFields(reader);
  const presentationContexts: Context[] = [];
  let applicationContext = "";
  let userInformation: UserInformation = noUserInformation;
  while (reader.remaining > 0) {
    const type = reader.peek();
    if (type === itemTypes.applicationContext) applicationContext = readName(reader);
    else if (type === itemTypes.userInformation) userInformation = readUserInformation(reader);
    else if (type === itemTypes.presentationContextRq || type === itemTypes.presentationContextAc) {
      presentationContexts.push(readContext(reader));
    } else readItem(reader);
  }
  return { ...fixed, applicationContext, presentationContexts, userInformation };
}

function readFixedFields(reader: ByteReader) {
  const got = reader.remaining;
  if (got < fixedBytes) throw lengthError("associate PDU", { got, minimum: fixedBytes });
  const protocolVersion = reader.u16();
  if ((protocolVersion & protocolVersion1) === 0) throw unsupportedProtocol(protocolVersion);
  reader.u16();
  const calledAeTitle = titleOf(reader.bytes(titleBytes));
  const callingAeTitle = titleOf(reader.bytes(titleBytes));
  reader.bytes(32);
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

function readRequestedContext(reader: ByteReader): RequestedPresentationContext {
  const { content } = readItem(reader, { what: "presentation context", minimum: 8 });
  const id = content.u8();
  content.bytes(3);
  let abstractSyntax = "";
  const transferSyntaxes: string[] = [];
  while (content.remaining > 0) {
    const type = content.peek();
    if (type === itemTypes.abstractSyntax) abstractSyntax = readName(content);
    else if (type === itemTypes.transferSyntax) transferSyntaxes.push(readName(content));
    else readItem(content);
  }
  return { id, abstractSyntax, transferSyntaxes };
}

/** Where the result is no acceptance what follows it has no meaning, and is often badly formed. */
function readAnsweredContext(reader: ByteReader): AnsweredPresentationContext {
  const { content } = readItem(reader, { what: "presentation context", minimum: 8 });
  const id = content.u8();
  content.u8();
  const result = content.u8();
  content.u8();
  if (result !== 0) return { id, result, transferSyntax: "" };
  const transferSyntaxes: string[] = [];
  while (content.remaining > 0) {
    if (content.peek() === itemTypes.transferSyntax) transferSyntaxes.push(readName(content));
    else readItem(content);
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
