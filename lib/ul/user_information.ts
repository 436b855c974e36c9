/**
 * User information item (PS3.8, Section 9.3.2.3 and Annex D; PS3.7, Annex D.3.3), in the order in which DCMTK writes
 * its sub-items.
 *
 * @module
 */
import { type ByteReader, bytesOf, type ByteWriter } from "../base/bytes.ts";
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import { itemTypes, lengthError, readItem, readName, trimmedUid, writeItem, writeName } from "./items.ts";
import type {
  AsyncOperations,
  RoleSelection,
  SopClassExtendedNegotiation,
  UnknownItem,
  UserIdentity,
  UserInformation,
} from "./pdu.ts";
import {
  readUserIdentity,
  readUserIdentityResponse,
  userIdentityBytes,
  writeUserIdentity,
  writeUserIdentityResponse,
} from "./user_identity.ts";

const maxItemBytes = 65535;

/** Writes the item; more than 65,535 bytes of sub-items are DCMTK's error. */
export function writeUserInformation(writer: ByteWriter, information: UserInformation): void {
  const bytes = contentBytes(information);
  if (bytes > maxItemBytes) {
    const text = `Total length of user items (${bytes} bytes) exceeds upper limit of 65535 bytes`;
    throw new DicomError(networkCondition("ASCC_CODINGERROR", text));
  }
  writeItem(writer, { type: itemTypes.userInformation, body: () => writeSubItems(writer, information) });
}

function writeSubItems(writer: ByteWriter, information: UserInformation): void {
  const { maxPduBytes, implementationClassUid, implementationVersionName, asyncOperations } = information;
  if (maxPduBytes !== undefined) writeMaximumLength(writer, maxPduBytes);
  if (implementationClassUid !== undefined) {
    writeName(writer, { type: itemTypes.implementationClassUid, name: implementationClassUid });
  }
  if (asyncOperations) writeAsyncOperations(writer, asyncOperations);
  for (const role of information.roleSelections) writeRoleSelection(writer, role);
  if (implementationVersionName !== undefined) {
    writeName(writer, { type: itemTypes.implementationVersionName, name: implementationVersionName });
  }
  for (const negotiation of information.extendedNegotiations) writeExtendedNegotiation(writer, negotiation);
  if (information.userIdentity) writeUserIdentity(writer, information.userIdentity);
  if (information.userIdentityResponse) writeUserIdentityResponse(writer, information.userIdentityResponse);
  for (const { type, data } of information.unknown) {
    writeItem(writer, { type, body: () => writer.bytes(data) });
  }
}

/** The length of the whole item has to be known before an item of it fails to fit. */
function contentBytes(information: UserInformation): number {
  const name = (text?: string) => text === undefined ? 0 : 4 + text.length;
  const { roleSelections, extendedNegotiations, userIdentity, userIdentityResponse, unknown } = information;
  let bytes = information.maxPduBytes === undefined ? 0 : 8;
  bytes += name(information.implementationClassUid) + name(information.implementationVersionName);
  bytes += information.asyncOperations ? 8 : 0;
  for (const { sopClassUid } of roleSelections) bytes += 8 + sopClassUid.length;
  for (const { sopClassUid, data } of extendedNegotiations) bytes += 6 + sopClassUid.length + data.length;
  bytes += userIdentity ? userIdentityBytes(userIdentity) : 0;
  bytes += userIdentityResponse ? 6 + userIdentityResponse.length : 0;
  for (const { data } of unknown) bytes += 4 + data.length;
  return bytes;
}

/** Maximum length sub-item (PS3.8, Annex D.1): bytes 5-8 maximum length received. */
function writeMaximumLength(writer: ByteWriter, maxPduBytes: number): void {
  writeItem(writer, { type: itemTypes.maximumLength, body: () => writer.u32(maxPduBytes) });
}

/** Asynchronous operations window sub-item (PS3.7, Table D.3-7): bytes 5-6 invoked, 7-8 performed. */
function writeAsyncOperations(writer: ByteWriter, { maxInvoked, maxPerformed }: AsyncOperations): void {
  writeItem(writer, {
    type: itemTypes.asynchronousOperations,
    body: () => {
      writer.u16(maxInvoked);
      writer.u16(maxPerformed);
    },
  });
}

/** Role selection sub-item (PS3.7, Table D.3-9): bytes 5-6 UID length, 7-n UID, n+1 SCU role, n+2 SCP role. */
function writeRoleSelection(writer: ByteWriter, { sopClassUid, scu, scp }: RoleSelection): void {
  writeItem(writer, {
    type: itemTypes.roleSelection,
    body: () => {
      writer.withLength16(() => writer.text(sopClassUid));
      writer.u8(scu ? 1 : 0);
      writer.u8(scp ? 1 : 0);
    },
  });
}

/** Extended negotiation sub-item (PS3.7, Table D.3-11): bytes 5-6 UID length, 7-n UID, n+1 to m information. */
function writeExtendedNegotiation(
  writer: ByteWriter,
  { sopClassUid, data }: SopClassExtendedNegotiation,
): void {
  writeItem(writer, {
    type: itemTypes.extendedNegotiation,
    body: () => {
      writer.withLength16(() => writer.bytes(bytesOf(sopClassUid)));
      writer.bytes(data);
    },
  });
}

/** What has been read so far. */
interface Collected {
  maxPduBytes?: number;
  implementationClassUid?: string;
  implementationVersionName?: string;
  asyncOperations?: AsyncOperations;
  roleSelections: RoleSelection[];
  extendedNegotiations: SopClassExtendedNegotiation[];
  userIdentity?: UserIdentity;
  userIdentityResponse?: Uint8Array;
  unknown: UnknownItem[];
}

/** User information without any sub-item. */
export const noUserInformation: UserInformation = {
  roleSelections: [],
  extendedNegotiations: [],
  unknown: [],
};

/** Reads the item: its sub-items in any order; the last one counts where one is expected. */
export function readUserInformation(reader: ByteReader): UserInformation {
  const { content } = readItem(reader, { what: "user info" });
  const collected: Collected = { roleSelections: [], extendedNegotiations: [], unknown: [] };
  while (content.remaining > 0) readSubItem(content, collected);
  return collected;
}

function readSubItem(reader: ByteReader, into: Collected): void {
  switch (reader.peek()) {
    case itemTypes.maximumLength:
      into.maxPduBytes = readItem(reader, { what: "Max PDU", minimum: 8 }).content.u32();
      break;
    case itemTypes.implementationClassUid:
      into.implementationClassUid = readName(reader);
      break;
    case itemTypes.implementationVersionName:
      into.implementationVersionName = readName(reader);
      break;
    case itemTypes.asynchronousOperations:
      into.asyncOperations = readAsyncOperations(reader);
      break;
    case itemTypes.roleSelection:
      into.roleSelections.push(readRoleSelection(reader));
      break;
    case itemTypes.extendedNegotiation:
      into.extendedNegotiations.push(readExtendedNegotiation(reader));
      break;
    case itemTypes.userIdentityRq:
      into.userIdentity = readUserIdentity(reader);
      break;
    case itemTypes.userIdentityAc:
      into.userIdentityResponse = readUserIdentityResponse(reader);
      break;
    default: {
      const { type, content } = readItem(reader);
      into.unknown.push({ type, data: content.rest() });
    }
  }
}

function readAsyncOperations(reader: ByteReader): AsyncOperations {
  const { content } = readItem(reader, { what: "asynchronous operation user item type", minimum: 8 });
  return { maxInvoked: content.u16(), maxPerformed: content.u16() };
}

function readRoleSelection(reader: ByteReader): RoleSelection {
  const { content } = readItem(reader, { what: "SCU-SCP role list", minimum: 8 });
  const length = content.u16();
  const got = content.remaining + 2;
  if (length + 2 > content.remaining) throw lengthError("SCU-SCP role list UID", { got, claimed: length });
  const sopClassUid = trimmedUid(content.bytes(length));
  return { sopClassUid, scu: content.u8() !== 0, scp: content.u8() !== 0 };
}

function readExtendedNegotiation(reader: ByteReader): SopClassExtendedNegotiation {
  const { content } = readItem(reader, { what: "extended negotiation", minimum: 6 });
  const length = content.u16();
  const got = content.remaining + 2;
  if (length > content.remaining) throw lengthError("extended negotiation item", { got, claimed: length });
  return { sopClassUid: trimmedUid(content.bytes(length)), data: content.rest() };
}
