/**
 * Protocol data units of the DICOM upper layer (PS3.8, Section 9.3) as plain data.
 *
 * @module
 */

/** Every PDU there is; one whose type nobody knows is a member, too. */
export type Pdu =
  | AssociateRq
  | AssociateAc
  | AssociateRj
  | PDataTf
  | ReleaseRq
  | ReleaseRp
  | Abort
  | UnknownPdu;

/** What A-ASSOCIATE-RQ and A-ASSOCIATE-AC have in common (PS3.8, Tables 9-11 and 9-17). */
export interface AssociatePdu {
  /** Bit field of protocol versions; bit 0 is version 1. */
  readonly protocolVersion: number;
  /** As it stands in the PDU, without the spaces behind it. */
  readonly calledAeTitle: string;
  /** As it stands in the PDU, without the spaces behind it. */
  readonly callingAeTitle: string;
  /** Application context name; DICOM has one. */
  readonly applicationContext: string;
  /** User information items. */
  readonly userInformation: UserInformation;
}

/** A-ASSOCIATE-RQ (PS3.8, Section 9.3.2). */
export interface AssociateRq extends AssociatePdu {
  /** The request. */
  readonly kind: "associate-rq";
  /** What is proposed. */
  readonly presentationContexts: readonly RequestedPresentationContext[];
}

/** A-ASSOCIATE-AC (PS3.8, Section 9.3.3). */
export interface AssociateAc extends AssociatePdu {
  /** The acceptance. */
  readonly kind: "associate-ac";
  /** What became of the proposals. */
  readonly presentationContexts: readonly AnsweredPresentationContext[];
}

/** A presentation context as it is requested (PS3.8, Section 9.3.2.2). */
export interface RequestedPresentationContext {
  /** Odd, 1 to 255. */
  readonly id: number;
  /** The SOP class. */
  readonly abstractSyntax: string;
  /** In the order of preference. */
  readonly transferSyntaxes: readonly string[];
}

/** A presentation context as it is answered (PS3.8, Section 9.3.3.2). */
export interface AnsweredPresentationContext {
  /** Id of the request. */
  readonly id: number;
  /** 0 acceptance, 1 user rejection, 2 no reason, 3 abstract syntax, 4 transfer syntaxes not supported. */
  readonly result: number;
  /** The transfer syntax chosen; without meaning (and possibly empty) where the context is not accepted. */
  readonly transferSyntax: string;
}

/** User information (PS3.8, Annex D; PS3.7, Annex D.3.3). */
export interface UserInformation {
  /** Maximum length of P-DATA-TF PDUs received, 0 for no limit; absent where the sub-item is. */
  readonly maxPduBytes?: number;
  /** Which implementation it is. */
  readonly implementationClassUid?: string;
  /** Which version of it. */
  readonly implementationVersionName?: string;
  /** Asynchronous operations window. */
  readonly asyncOperations?: AsyncOperations;
  /** Roles that are not the default ones. */
  readonly roleSelections: readonly RoleSelection[];
  /** What only single SOP classes understand. */
  readonly extendedNegotiations: readonly SopClassExtendedNegotiation[];
  /** Who the user is, in a request. */
  readonly userIdentity?: UserIdentity;
  /** What the server says of that, in an acceptance. */
  readonly userIdentityResponse?: Uint8Array;
  /** Sub-items of other types, as they were received. */
  readonly unknown: readonly UnknownItem[];
}

/** Asynchronous operations window sub-item (PS3.7, Annex D.3.3.3); 0 stands for no limit. */
export interface AsyncOperations {
  /** Operations that the requestor may have outstanding. */
  readonly maxInvoked: number;
  /** Operations that the acceptor may have outstanding. */
  readonly maxPerformed: number;
}

/** SCP/SCU role selection sub-item (PS3.7, Annex D.3.3.4): the roles of the association requestor. */
export interface RoleSelection {
  /** The SOP class. */
  readonly sopClassUid: string;
  /** Whether it is (or may be) an SCU. */
  readonly scu: boolean;
  /** Whether it is (or may be) an SCP. */
  readonly scp: boolean;
}

/** SOP class extended negotiation sub-item (PS3.7, Annex D.3.3.5). */
export interface SopClassExtendedNegotiation {
  /** The SOP class. */
  readonly sopClassUid: string;
  /** The bytes. */
  readonly data: Uint8Array;
}

/** User identity sub-item of an A-ASSOCIATE-RQ (PS3.7, Annex D.3.3.7.1). */
export interface UserIdentity {
  /** 1 user name, 2 user name and password, 3 Kerberos, 4 SAML, 5 JWT; others are decoded as they are. */
  readonly type: number;
  /** Whether a response is wanted. */
  readonly positiveResponse: boolean;
  /** User name, ticket, assertion or token. */
  readonly primary: Uint8Array;
  /** Password; empty for all other types. */
  readonly secondary: Uint8Array;
}

/** An item whose type nobody knows. */
export interface UnknownItem {
  /** Item type. */
  readonly type: number;
  /** The bytes. */
  readonly data: Uint8Array;
}

/** A-ASSOCIATE-RJ (PS3.8, Section 9.3.4). */
export interface AssociateRj {
  readonly kind: "associate-rj";
  readonly result: number;
  readonly source: number;
  readonly reason: number;
}

/** P-DATA-TF (PS3.8, Section 9.3.5). */
export interface PDataTf {
  readonly kind: "p-data-tf";
  readonly pdvs: readonly Pdv[];
}

/** Presentation data value (PS3.8, Section 9.3.5.1 and Annex E.2). */
export interface Pdv {
  readonly contextId: number;
  /** A fragment of a command, not of a data set. */
  readonly isCommand: boolean;
  /** The last fragment of its command or data set. */
  readonly isLast: boolean;
  readonly data: Uint8Array;
}

/** A-RELEASE-RQ (PS3.8, Section 9.3.6). */
export interface ReleaseRq {
  readonly kind: "release-rq";
}

/** A-RELEASE-RP (PS3.8, Section 9.3.7). */
export interface ReleaseRp {
  readonly kind: "release-rp";
}

/** A-ABORT (PS3.8, Section 9.3.8). */
export interface Abort {
  readonly kind: "abort";
  /** 0 service user, 2 service provider. */
  readonly source: number;
  readonly reason: number;
}

/** A PDU whose type the Standard does not define. */
export interface UnknownPdu {
  readonly kind: "unknown";
  readonly type: number;
  readonly bytes: number;
}
