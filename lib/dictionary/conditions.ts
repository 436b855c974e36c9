/**
 * The DCMTK conditions this program can report, as data: module, code, text.
 * Codes and texts are facts of DCMTK 3.6.7 that scripts depend on.
 *
 * @module
 */
import { type Condition, formatCondition } from "../base/errors.ts";

type Row = readonly [code: number, text: string];

const inModule = (module: number) => ([code, text]: Row): Condition => ({ module, code, text });

const ofstd = inModule(0x0000);
const dcmdata = inModule(0x0001);
const dcmnet = inModule(0x0006);
const dcmtls = inModule(0x000b);

/** Conditions by DCMTK's symbolic name. */
// deno-fmt-ignore
export const conditions = {
  // General (module 0000)
  EC_Normal: ofstd([0x0000, "Normal"]),
  EC_IllegalParameter: ofstd([0x0001, "Illegal parameter"]),
  EC_MemoryExhausted: ofstd([0x0002, "Virtual Memory exhausted"]),
  EC_NoEncodingLibrary: ofstd([0x0003, "No character encoding library available"]),
  EC_NoEncodingSelected: ofstd([0x0004, "No character encoding selected"]),
  EC_CouldNotCreateTemporaryFile: ofstd([0x0009, "Could not create temporary file"]),
  EC_InvalidFilename: ofstd([0x000a, "Invalid filename"]),
  EC_DirectoryDoesNotExist: ofstd([0x000b, "Directory does not exist"]),
  EC_DirectoryNotWritable: ofstd([0x000c, "Directory is not writable"]),
  EC_CouldNotGenerateFilename: ofstd([0x000e, "Could not generate filename"]),
  EC_CouldNotGenerateDirectoryName: ofstd([0x000f, "Could not generate directory name"]),
  EC_setuidFailed: ofstd([0x0010, "Call to setuid() failed"]),
  EC_NotYetImplemented: ofstd([0x0011, "Not yet implemented"]),
  // Data sets (module 0001)
  EC_InvalidTag: dcmdata([0x0001, "Invalid tag"]),
  EC_TagNotFound: dcmdata([0x0002, "Tag not found"]),
  EC_InvalidVR: dcmdata([0x0003, "Invalid VR"]),
  EC_InvalidStream: dcmdata([0x0004, "Invalid stream"]),
  EC_EndOfStream: dcmdata([0x0005, "End of stream"]),
  EC_CorruptedData: dcmdata([0x0006, "Corrupted data"]),
  EC_IllegalCall: dcmdata([0x0007, "Illegal call, perhaps wrong parameters"]),
  EC_SequEnd: dcmdata([0x0008, "Sequence end"]),
  EC_DoubledTag: dcmdata([0x0009, "Doubled tag"]),
  EC_StreamNotifyClient: dcmdata([0x000a, "I/O suspension or premature end of stream"]),
  EC_WrongStreamMode: dcmdata([0x000b, "Mode (R/W, random/sequence) is wrong"]),
  EC_ItemEnd: dcmdata([0x000c, "Item end"]),
  EC_RepresentationNotFound: dcmdata([0x000d, "Pixel representation not found"]),
  EC_CannotChangeRepresentation: dcmdata([0x000e, "Pixel representation cannot be changed"]),
  EC_UnsupportedEncoding: dcmdata([0x000f, "Unsupported compression or encryption"]),
  EC_PutbackFailed: dcmdata([0x0011, "Parser failure: Putback operation failed"]),
  EC_DoubleCompressionFilters: dcmdata([0x0014, "Too many compression filters"]),
  EC_ApplicationProfileViolated: dcmdata([0x0015, "Storage media application profile violated"]),
  EC_InvalidOffset: dcmdata([0x0017, "Invalid offset"]),
  EC_TooManyBytesRequested: dcmdata([0x0018, "Too many bytes requested"]),
  EC_InvalidBasicOffsetTable: dcmdata([0x001a, "Invalid basic offset table"]),
  EC_ElemLengthLargerThanItem: dcmdata([0x001b, "Length of element larger than explicit length of surrounding item"]),
  EC_FileMetaInfoHeaderMissing: dcmdata([0x001c, "File meta information header missing"]),
  EC_SeqOrItemContentOverflow: dcmdata([0x001d, "Item or sequence content exceeds maximum of 32-bit length field"]),
  EC_ValueRepresentationViolated: dcmdata([0x001e, "Value Representation violated"]),
  EC_ValueMultiplicityViolated: dcmdata([0x001f, "Value Multiplicity violated"]),
  EC_MaximumLengthViolated: dcmdata([0x0020, "Maximum VR length violated"]),
  EC_ElemLengthExceeds16BitField: dcmdata([0x0021, "Length of element value exceeds maximum of 16-bit length field"]),
  EC_SequDelimitationItemMissing: dcmdata([0x0022, "Sequence Delimitation Item missing"]),
  EC_ItemDelimitationItemMissing: dcmdata([0x0026, "Item Delimitation Item missing"]),
  EC_PrematureSequDelimitationItem: dcmdata([0x0027, "Sequence Delimitation Item occurred before Item was completely read"]),
  EC_UnknownVR: dcmdata([0x0029, "Unknown VR: Tag not found in data dictionary"]),
  EC_InvalidValue: dcmdata([0x002a, "Invalid Value"]),
  EC_ItemNotFound: dcmdata([0x002b, "Item not found"]),
  EC_UnknownTransferSyntax: dcmdata([0x002c, "Unknown Transfer Syntax"]),
  EC_CannotCheck: dcmdata([0x002d, "Cannot perform check"]),
  EC_MissingValue: dcmdata([0x002e, "Missing value"]),
  EC_MissingAttribute: dcmdata([0x002f, "Missing attribute"]),
  EC_InternalError: dcmdata([0x0030, "Internal error"]),
  EC_InvalidCharacter: dcmdata([0x0031, "Invalid character"]),
  EC_UndefinedLengthOBOW: dcmdata([0x0033, "Illegal element with OB or OW Value Representation and undefined length encountered"]),
  EC_VOI_LUT_OBOW: dcmdata([0x0034, "Illegal VOI LUT Sequence element with OB or OW Value Representation and explicit length encountered"]),
  EC_PixelDataExplLengthIllegal: dcmdata([0x0035, "Pixel data in top level dataset in compressed Transfer Syntax uses explicit length"]),
  EC_ElemLengthExceeds32BitField: dcmdata([0x0036, "Length of element value exceeds maximum of 32-bit length field"]),
  EC_SOPClassMismatch: dcmdata([0x003b, "SOP class mismatch"]),
  EC_UnknownUIDName: dcmdata([0x003c, "Unknown UID name: No mapping to UID value defined"]),
  // Network (module 0006): 01xx association, 02xx messages, 03xx upper layer
  ASC_BADPRESENTATIONCONTEXTID: dcmnet([0x0101, "ASC Bad presentation context ID"]),
  ASC_MISSINGTRANSFERSYNTAX: dcmnet([0x0105, "ASC Missing transfer syntax"]),
  ASC_NULLKEY: dcmnet([0x0106, "ASC Caller passed in a NULL key"]),
  ASC_USERIDENTIFICATIONFAILED: dcmnet([0x0108, "ASC User Identification Negotiation failed"]),
  ASC_SCPSCUROLESELECTIONFAILED: dcmnet([0x0109, "ASC SCP/SCU role selection failed"]),
  ASC_NOPRESENTATIONCONTEXTPROPOSED: dcmnet([0x0110, "No presentation context proposed"]),
  DIMSE_BADCOMMANDTYPE: dcmnet([0x0201, "DIMSE Bad command type"]),
  DIMSE_BADDATA: dcmnet([0x0202, "DIMSE Inappropriate data for message"]),
  DIMSE_BADMESSAGE: dcmnet([0x0203, "DIMSE Badly formed message"]),
  DIMSE_ILLEGALASSOCIATION: dcmnet([0x0205, "DIMSE Caller passed in an illegal association"]),
  DIMSE_NODATAAVAILABLE: dcmnet([0x0207, "DIMSE No data available (timeout in non-blocking mode)"]),
  DIMSE_NOVALIDPRESENTATIONCONTEXTID: dcmnet([0x0208, "DIMSE No valid Presentation Context ID"]),
  DIMSE_NULLKEY: dcmnet([0x0209, "DIMSE Caller passed in a NULL key"]),
  DIMSE_OUTOFRESOURCES: dcmnet([0x020a, "DIMSE Out of resources"]),
  DIMSE_PARSEFAILED: dcmnet([0x020b, "DIMSE Failed to parse received message"]),
  DIMSE_READPDVFAILED: dcmnet([0x020c, "DIMSE Read PDV failed"]),
  DIMSE_RECEIVEFAILED: dcmnet([0x020d, "DIMSE Failed to receive message"]),
  DIMSE_SENDFAILED: dcmnet([0x020e, "DIMSE Failed to send message"]),
  DIMSE_UNEXPECTEDPDVTYPE: dcmnet([0x020f, "DIMSE Unexpected PDV type"]),
  DIMSE_NODATADICT: dcmnet([0x0213, "Data dictionary missing"]),
  DUL_ASSOCIATIONREJECTED: dcmnet([0x0301, "DUL Association Rejected"]),
  DUL_ILLEGALKEY: dcmnet([0x0305, "Illegal key"]),
  DUL_ILLEGALPDU: dcmnet([0x0307, "DUL Illegal or ill-formed PDU"]),
  DUL_ILLEGALPDULENGTH: dcmnet([0x0308, "DUL Illegal PDU Length"]),
  DUL_ILLEGALREQUEST: dcmnet([0x030b, "Attempt to request by acceptor"]),
  DUL_INCORRECTBUFFERLENGTH: dcmnet([0x030d, "DUL Incorrect buffer space allocated for data"]),
  DUL_INSUFFICIENTBUFFERLENGTH: dcmnet([0x030e, "DUL Insufficient buffer space allocated for data"]),
  DUL_LISTERROR: dcmnet([0x030f, "DUL List error"]),
  DUL_NETWORKCLOSED: dcmnet([0x0310, "DUL network closed"]),
  DUL_NOPDVS: dcmnet([0x0313, "DUL No PDVs available in current buffer"]),
  DUL_NULLKEY: dcmnet([0x0314, "NULL key passed to routine"]),
  DUL_PCTRANSLATIONFAILURE: dcmnet([0x0315, "DUL Presentation Context translation failure"]),
  DUL_PDATAPDUARRIVED: dcmnet([0x0316, "DUL P-Data PDU arrived"]),
  DUL_PEERABORTEDASSOCIATION: dcmnet([0x0317, "Peer aborted Association (or never connected)"]),
  DUL_PEERREQUESTEDRELEASE: dcmnet([0x0319, "DUL Peer Requested Release"]),
  DUL_READTIMEOUT: dcmnet([0x031a, "DUL network read timeout"]),
  DUL_REQUESTASSOCIATIONFAILED: dcmnet([0x031b, "Failed to establish association"]),
  DUL_UNEXPECTEDPDU: dcmnet([0x031f, "Received unexpected PDU"]),
  DUL_UNSUPPORTEDPEERPROTOCOL: dcmnet([0x0322, "DUL Unsupported peer protocol"]),
  DUL_WRONGDATATYPE: dcmnet([0x0323, "DUL Wrong Data Type Specified for Request"]),
  NET_EC_InvalidSOPClassUID: dcmnet([0x03e8, "Invalid SOP Class UID"]),
  NET_EC_UnknownStorageSOPClass: dcmnet([0x03e9, "Unknown Storage SOP Class"]),
  NET_EC_InvalidSOPInstanceUID: dcmnet([0x03ea, "Invalid SOP Instance UID"]),
  NET_EC_InvalidTransferSyntaxUID: dcmnet([0x03eb, "Invalid Transfer Syntax UID"]),
  NET_EC_UnknownTransferSyntax: dcmnet([0x03ec, "Unknown Transfer Syntax"]),
  NET_EC_NoPresentationContextsDefined: dcmnet([0x03ed, "No Presentation Contexts defined"]),
  NET_EC_NoAcceptablePresentationContexts: dcmnet([0x03ee, "No acceptable Presentation Contexts"]),
  NET_EC_NoSuchSOPInstance: dcmnet([0x03f0, "No such SOP instance"]),
  NET_EC_InvalidDatasetPointer: dcmnet([0x03f1, "Invalid dataset pointer"]),
  NET_EC_AlreadyConnected: dcmnet([0x03f2, "Already connected"]),
  NET_EC_InsufficientPortPrivileges: dcmnet([0x03ff, "Insufficient port privileges"]),
  NET_EC_AssociatePDUTooLarge: dcmnet([0x0437, "A-ASSOCIATE PDU too large"]),
  // TLS (module 000b)
  DCMTLS_EC_FailedToCreateTLSTransportLayer: dcmtls([0x0001, "Unable to create TLS transport layer"]),
  DCMTLS_EC_FailedToSetCiphersuites: dcmtls([0x0002, "Unable to set selected cipher suites"]),
  DCMTLS_EC_UnknownCiphersuite: dcmtls([0x0003, "Unknown or invalid ciphersuite"]),
  DCMTLS_EC_FailedToLoadPrivateKey: dcmtls([0x0004, "Unable to load private TLS key"]),
  DCMTLS_EC_FailedToLoadCertificate: dcmtls([0x0005, "Unable to load certificate"]),
  DCMTLS_EC_MismatchedPrivateKeyAndCertificate: dcmtls([0x0006, "Private key and certificate do not match"]),
  DCMTLS_EC_FailedToWriteRandomSeedFile: dcmtls([0x0007, "Unable to write random seed file"]),
  DCMTLS_EC_GenericOpenSSLError: dcmtls([0x0008, "OpenSSL error"]),
  DCMTLS_EC_NoTLSTransportConnectionPresent: dcmtls([0x0009, "TLS function called but no TLS transport connection present"]),
  DCMTLS_EC_CiphersuiteNotAllowed: dcmtls([0x000a, "Ciphersuite not allowed in current DICOM security profile"]),
  DCMTLS_EC_TLSReadOperationDidNotComplete: dcmtls([0x000b, "TLS read operation did not complete (SSL_ERROR_WANT_READ)"]),
  DCMTLS_EC_TLSWriteOperationDidNotComplete: dcmtls([0x000c, "TLS write operation did not complete (SSL_ERROR_WANT_WRITE)"]),
  DCMTLS_EC_TLSX509LookupOperationDidNotComplete: dcmtls([0x000d, "TLS X.509 lookup operation did not complete (SSL_ERROR_WANT_X509_LOOKUP)"]),
  DCMTLS_EC_TLSConnectionClosedByPeer: dcmtls([0x000e, "TLS connection closed by peer (SSL_ERROR_ZERO_RETURN)"]),
  DCMTLS_EC_TLSConnectOperationDidNotComplete: dcmtls([0x000f, "TLS connect operation did not complete (SSL_ERROR_WANT_CONNECT)"]),
  DCMTLS_EC_TLSAcceptOperationDidNotComplete: dcmtls([0x0010, "TLS accept operation did not complete (SSL_ERROR_WANT_ACCEPT)"]),
  DCMTLS_EC_TLSAsyncOperationDidNotComplete: dcmtls([0x0011, "TLS operation did not complete because an asynchronous engine is still processing data (SSL_ERROR_WANT_ASYNC)"]),
  DCMTLS_EC_TLSAsyncJobCouldNotBeStarted: dcmtls([0x0012, "TLS asynchronous job could not be started (SSL_ERROR_WANT_ASYNC_JOB)"]),
  DCMTLS_EC_TLSClientHelloCallbackNeeded: dcmtls([0x0013, "TLS client hello callback needed (SSL_ERROR_WANT_CLIENT_HELLO_CB)"]),
  DCMTLS_EC_OtherSSLError: dcmtls([0x0014, "Other TLS error (unknown SSL_ERROR code)"]),
  DCMTLS_EC_FailedToSetVerificationMode: dcmtls([0x0015, "Setting of the X.509 verification mode failed"]),
  DCMTLS_EC_CertStoreCtxInitFailed: dcmtls([0x0016, "Certificate store context initialization failed"]),
  DCMTLS_EC_OpenSSLIOError: dcmtls([0x0017, "OpenSSL I/O error (SSL_ERROR_SYSCALL)"]),
} as const satisfies Record<string, Condition>;

/** Codes of the network module whose text is made when the condition arises. */
// deno-fmt-ignore
export const networkCodes = {
  ASCC_BADPRESENTATIONCONTEXTID: 0x0101,
  ASCC_BADPRESENTATIONCONTEXTPOSITION: 0x0102,
  ASCC_CODINGERROR: 0x0103,
  ASCC_DUPLICATEPRESENTATIONCONTEXTID: 0x0104,
  DIMSEC_BADCOMMANDTYPE: 0x0201,
  DIMSEC_BUILDFAILED: 0x0204,
  DIMSEC_INVALIDPRESENTATIONCONTEXTID: 0x0206,
  DIMSEC_NOVALIDPRESENTATIONCONTEXTID: 0x0208,
  DIMSEC_NULLKEY: 0x0209,
  DIMSEC_OUTOFRESOURCES: 0x020a,
  DIMSEC_PARSEFAILED: 0x020b,
  DIMSEC_READPDVFAILED: 0x020c,
  DIMSEC_RECEIVEFAILED: 0x020d,
  DIMSEC_SENDFAILED: 0x020e,
  DIMSEC_UNEXPECTEDPDVTYPE: 0x020f,
  DIMSEC_UNEXPECTEDREQUEST: 0x0210,
  DIMSEC_UNEXPECTEDRESPONSE: 0x0211,
  DIMSEC_UNSUPPORTEDTRANSFERSYNTAX: 0x0212,
  DULC_CODINGERROR: 0x0302,
  DULC_FSMERROR: 0x0303,
  DULC_ILLEGALPARAMETER: 0x0306,
  DULC_ILLEGALPDU: 0x0307,
  DULC_ILLEGALPDULENGTH: 0x0308,
  DULC_ILLEGALREJECTREASON: 0x0309,
  DULC_ILLEGALREJECTRESULT: 0x030a,
  DULC_ILLEGALREJECTSOURCE: 0x0327,
  DULC_ILLEGALSERVICEPARAMETER: 0x030c,
  DULC_INCORRECTBUFFERLENGTH: 0x030d,
  DULC_PEERILLEGALXFERSYNTAXCOUNT: 0x0318,
  DULC_TCPINITERROR: 0x031c,
  DULC_TCPIOERROR: 0x031d,
  DULC_TLSERROR: 0x031e,
  DULC_UNKNOWNHOST: 0x0320,
  DULC_UNRECOGNIZEDPDUTYPE: 0x0321,
  DULC_UNSUPPORTEDPEERPROTOCOL: 0x0322,
} as const satisfies Record<string, number>;

/** A condition of the network module with a text of its own. */
export function networkCondition(code: keyof typeof networkCodes, text: string): Condition {
  return dcmnet([networkCodes[code], text]);
}

/** A condition of the TLS module made from an error of OpenSSL's TLS library: its reason, and that reason's text. */
export function tlsCondition(reason: number, text: string): Condition {
  return dcmtls([0x0800 + reason, `TLS error: ${text}`]);
}

/** A condition with another text, as DCMTK makes when it knows more than the code says. */
export function withText(condition: Condition, text: string): Condition {
  return { ...condition, text };
}

/** A condition with its cause on a line of its own, as DCMTK's `DimseCondition::push` writes it. */
export function withCause(condition: Condition, cause: Condition): Condition {
  return withText(condition, `${condition.text}\n${formatCondition(cause)}`);
}
