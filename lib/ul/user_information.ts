/**
 * User information item (PS3.8, Section 9.3.2.3 and Annex D; PS3.7, Annex D.3.3), in the order in which DCMTK writes
 * its sub-items.
 *
 * @module
 */
import { bytesOf } from "../base/bytes.ts";
import { DicomError } from "../base/errors.ts";
import { networkCondition } from "../dictionary/conditions.ts";
import {
  contentAt,
  itemEnd,
  itemOf,
  itemTypes,
  lengthError,
  lengthField,
  maxItemBytes,
  nameAt,
  nameItem,
  trimmedUid,
} from "./items.ts";
import type {
  AsyncOperations,
  RoleSelection,
  SopClassExtendedNegotiation,
  UnknownItem,
  UserIdentity,
  UserInformation,
} from "./pdu.ts";
import {
  userIdentityAt,
  userIdentityBytes,
  userIdentityItem,
  userIdentityResponseAt,
  userIdentityResponseItem,
} from "./user_identity.ts";

/** The item; more than 65,535 bytes of sub-items are DCMTK's error. */
export function userInformationItem(information: UserInformation): Uint8Array {
  const bytes = contentBytes(information);
  if (bytes > maxItemBytes) {
    const text = `Total length of user items (${bytes} bytes) exceeds upper limit of 65535 bytes`;
    throw new DicomError(networkCondition("ASCC_CODINGERROR", text));
  }
  return itemOf(itemTypes.userInformation, subItems(information));
}

function subItems(information: UserInformation): Uint8Array[] {
  const { maxPduBytes, implementationClassUid, implementationVersionName, asyncOperations } = information;
  const { userIdentity, userIdentityResponse } = information;
  const items: Uint8Array[] = [];
  if (maxPduBytes !== undefined) items.push(maximumLengthItem(maxPduBytes));
  if (implementationClassUid !== undefined) {
    items.push(nameItem(itemTypes.implementationClassUid, implementationClassUid));
  }
  if (asyncOperations) items.push(asyncOperationsItem(asyncOperations));
  for (const role of information.roleSelections) items.push(roleSelectionItem(role));
  if (implementationVersionName !== undefined) {
    items.push(nameItem(itemTypes.implementationVersionName, implementationVersionName));
  }
  for (const negotiation of information.extendedNegotiations) {
    items.push(extendedNegotiationItem(negotiation));
  }
  if (userIdentity) items.push(userIdentityItem(userIdentity));
  if (userIdentityResponse) items.push(userIdentityResponseItem(userIdentityResponse));
  for (const { type, data } of information.unknown) items.push(itemOf(type, [data]));
  return items;
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
function maximumLengthItem(bytes: number): Uint8Array {
  return Uint8Array.of(itemTypes.maximumLength, 0, 0, 4, bytes >> 24, bytes >> 16, bytes >> 8, bytes);
}

/** Asynchronous operations window sub-item (PS3.7, Table D.3-7): bytes 5-6 invoked, 7-8 performed. */
function asyncOperationsItem({ maxInvoked, maxPerformed }: AsyncOperations): Uint8Array {
  const content = Uint8Array.of(maxInvoked >> 8, maxInvoked, maxPerformed >> 8, maxPerformed);
  return itemOf(itemTypes.asynchronousOperations, [content]);
}

/** Role selection sub-item (PS3.7, Table D.3-9): bytes 5-6 UID length, 7-n UID, n+1 SCU role, n+2 SCP role. */
function roleSelectionItem({ sopClassUid, scu, scp }: RoleSelection): Uint8Array {
  const uid = bytesOf(sopClassUid);
  const roles = Uint8Array.of(scu ? 1 : 0, scp ? 1 : 0);
  return itemOf(itemTypes.roleSelection, [lengthField(uid.length), uid, roles]);
}

/** Extended negotiation sub-item (PS3.7, Table D.3-11): bytes 5-6 UID length, 7-n UID, n+1 to m information. */
function extendedNegotiationItem({ sopClassUid, data }: SopClassExtendedNegotiation): Uint8Array {
  const uid = bytesOf(sopClassUid);
  return itemOf(itemTypes.extendedNegotiation, [lengthField(uid.length), uid, data]);
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
export function userInformationAt(bytes: Uint8Array, at: number): UserInformation {
  const content = contentAt(bytes, { at, what: "user info" });
  const collected: Collected = { roleSelections: [], extendedNegotiations: [], unknown: [] };
  for (let at = 0; at < content.length; at = itemEnd(content, at)) {
    readSubItem(content, { at, into: collected });
  }
  return collected;
}

function readSubItem(bytes: Uint8Array, { at, into }: { at: number; into: Collected }): void {
  switch (bytes[at]) {
    case itemTypes.maximumLength:
      into.maxPduBytes = maximumLengthAt(bytes, at);
      break;
    case itemTypes.implementationClassUid:
      into.implementationClassUid = nameAt(bytes, at);
      break;
    case itemTypes.implementationVersionName:
      into.implementationVersionName = nameAt(bytes, at);
      break;
    case itemTypes.asynchronousOperations:
      into.asyncOperations = asyncOperationsAt(bytes, at);
      break;
    case itemTypes.roleSelection:
      into.roleSelections.push(roleSelectionAt(bytes, at));
      break;
    case itemTypes.extendedNegotiation:
      into.extendedNegotiations.push(extendedNegotiationAt(bytes, at));
      break;
    case itemTypes.userIdentityRq:
      into.userIdentity = userIdentityAt(bytes, at);
      break;
    case itemTypes.userIdentityAc:
      into.userIdentityResponse = userIdentityResponseAt(bytes, at);
      break;
    default:
      into.unknown.push({ type: bytes[at], data: contentAt(bytes, { at }) });
  }
}

function maximumLengthAt(bytes: Uint8Array, at: number): number {
  const [a, b, c, d] = contentAt(bytes, { at, what: "Max PDU", minimum: 8 });
  return (a << 24 | b << 16 | c << 8 | d) >>> 0;
}

/** None where there is too little of it, which DCMTK does not even look at. */
function asyncOperationsAt(bytes: Uint8Array, at: number): AsyncOperations | undefined {
  const [a, b, c, d] = contentAt(bytes, { at });
  if (d === undefined) return undefined;
  return { maxInvoked: a << 8 | b, maxPerformed: c << 8 | d };
}

function roleSelectionAt(bytes: Uint8Array, at: number): RoleSelection {
  const content = contentAt(bytes, { at, what: "SCU-SCP role list", minimum: 8 });
  const end = 2 + (content[0] << 8 | content[1]);
  if (end + 2 > content.length) {
    throw lengthError("SCU-SCP role list UID", { got: content.length, claimed: end - 2 });
  }
  const sopClassUid = trimmedUid(content.subarray(2, end));
  return { sopClassUid, scu: content[end] !== 0, scp: content[end + 1] !== 0 };
}

function extendedNegotiationAt(bytes: Uint8Array, at: number): SopClassExtendedNegotiation {
  const content = contentAt(bytes, { at, what: "extended negotiation", minimum: 6 });
  const end = 2 + (content[0] << 8 | content[1]);
  if (end > content.length) {
    throw lengthError("extended negotiation item", { got: content.length, claimed: end - 2 });
  }
  return { sopClassUid: trimmedUid(content.subarray(2, end)), data: content.subarray(end) };
}
