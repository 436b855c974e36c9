/** Chains and revocation lists on which our verification has to say what `openssl verify` says. */
import type { CertificateSpec, ListSpec } from "./x509_maker.ts";

/** What is verified: names of specifications. */
export interface ChainCase {
  readonly name: string;
  readonly leaf: string;
  readonly untrusted?: readonly string[];
  readonly trusted?: readonly string[];
  readonly lists?: readonly string[];
  readonly check?: "none" | "leaf" | "all";
  /** Why we refuse what OpenSSL accepts; there is no field for the other way round. */
  readonly stricter?: string;
}

const identifiers = ["subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid"];
const authority = [
  "basicConstraints=critical,CA:TRUE",
  "keyUsage=critical,keyCertSign,cRLSign",
  ...identifiers,
];
const user = ["basicConstraints=CA:FALSE", ...identifiers];
const bare = ["subjectKeyIdentifier=hash"];
const unknownCritical = "1.2.3.4.5=critical,DER:0500";
const past = { notBefore: "20200101000000Z", notAfter: "20210101000000Z" };
const future = { notBefore: "20440101000000Z" };

const flip = (fromEnd: number) => (der: Uint8Array) => {
  der[der.length - fromEnd] ^= 1;
};

/** Makes the second mention of the algorithm, outside of what is signed, another one: SHA-512 for SHA-256. */
function changeOuterAlgorithm(der: Uint8Array): void {
  const id = [0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02];
  const at = Array.from(der.keys()).filter((start) => id.every((byte, index) => der[start + index] === byte));
  der[at.at(-1)! + 7] = 4;
}

/** Changes a letter of the subject, which is behind the issuer. */
function changeSubject(der: Uint8Array): void {
  const letters = String.fromCharCode(...der);
  der[letters.lastIndexOf("Tests")] ^= 1;
}

/** Claims another issuer key, by its identifier. */
const wrongKeyIdentifier = "authorityKeyIdentifier=DER:30068004DEADBEEF";

type Variants = Readonly<Record<string, Partial<CertificateSpec>>>;

/** Ends of a chain. */
const leaves: Variants = {
  "plain": {},
  "without basic constraints": { extensions: bare },
  "version 1": { extensions: [] },
  "for servers": { extensions: [...user, "extendedKeyUsage=serverAuth"] },
  "for servers, critical": { extensions: [...user, "extendedKeyUsage=critical,serverAuth"] },
  "for clients": { extensions: [...user, "extendedKeyUsage=clientAuth"] },
  "for both": { extensions: [...user, "extendedKeyUsage=clientAuth,serverAuth"] },
  "for anything": { extensions: [...user, "extendedKeyUsage=anyExtendedKeyUsage"] },
  "for code": { extensions: [...user, "extendedKeyUsage=codeSigning"] },
  "for Microsoft's gated servers": { extensions: [...user, "extendedKeyUsage=msSGC"] },
  "for Netscape's gated servers": { extensions: [...user, "extendedKeyUsage=nsSGC"] },
  "for something unknown": { extensions: [...user, "extendedKeyUsage=1.2.3.4"] },
  "key for signatures": { extensions: [...user, "keyUsage=critical,digitalSignature"] },
  "key for key encipherment": { extensions: [...user, "keyUsage=critical,keyEncipherment"] },
  "key for key agreement": { extensions: [...user, "keyUsage=keyAgreement"] },
  "key for non-repudiation": { extensions: [...user, "keyUsage=critical,nonRepudiation"] },
  "key for data": { extensions: [...user, "keyUsage=dataEncipherment"] },
  "key for certificates": { extensions: [...user, "keyUsage=critical,keyCertSign,cRLSign"] },
  "key for nothing": { extensions: [...user, "2.5.29.15=DER:03020700"] },
  "key with decipherOnly": { extensions: [...user, "keyUsage=keyAgreement,decipherOnly"] },
  "an authority itself": { extensions: authority },
  "an authority for all uses": { extensions: ["basicConstraints=critical,CA:TRUE", ...identifiers] },
  "with a path length": { extensions: ["basicConstraints=CA:TRUE,pathlen:0", ...identifiers] },
  "with a negative path length": { extensions: ["2.5.29.19=DER:30060101FF0201FF", ...identifiers] },
  "Netscape server": { extensions: [...user, "nsCertType=server"] },
  "Netscape client": { extensions: [...user, "nsCertType=client"] },
  "unknown critical extension": { extensions: [...user, unknownCritical] },
  "unknown extension": { extensions: [...user, "1.2.3.4.5=DER:0500"] },
  "critical alternative name": { extensions: [...user, "subjectAltName=critical,DNS:pacs.example"] },
  "critical policies": { extensions: [...user, "certificatePolicies=critical,1.2.3.4"] },
  "critical key identifier": { extensions: ["subjectKeyIdentifier=critical,hash"] },
  "critical issuer name": { extensions: [...user, "issuerAltName=critical,DNS:ca.example"] },
  "OCSP no check, critical": { extensions: [...user, "noCheck=critical,ignored"] },
  "proxy": { extensions: [...bare, "proxyCertInfo=critical,language:id-ppl-inheritAll"] },
  "garbage in basic constraints": { extensions: ["2.5.29.19=DER:0500", ...identifiers] },
  "garbage in key usage": { extensions: [...user, "2.5.29.15=DER:0500"] },
  "garbage in extended key usage": { extensions: [...user, "2.5.29.37=DER:0500"] },
  "garbage in alternative names": { extensions: [...user, "2.5.29.17=DER:0500"] },
  "own name constraints": { extensions: [...user, "nameConstraints=permitted;DNS:example"] },
  "expired": past,
  "not yet valid": future,
  "another host name": { extensions: [...user, "subjectAltName=DNS:elsewhere.example"] },
  "SHA-1": { digest: "sha1" },
  "SHA-224": { digest: "sha224" },
  "SHA-384": { digest: "sha384" },
  "SHA-512": { digest: "sha512" },
  "RSA 2048 key": { kind: "rsa2048" },
  "RSA 1024 key": { kind: "rsa1024" },
  "P-384 key": { kind: "p384" },
  "P-521 key": { kind: "p521" },
  "Ed25519 key": { kind: "ed25519" },
  "key with explicit parameters": { kind: "p256-explicit" },
  "wrong key identifier": { extensions: ["basicConstraints=CA:FALSE", wrongKeyIdentifier] },
  "issuer and serial": {
    extensions: ["subjectKeyIdentifier=hash", "authorityKeyIdentifier=keyid,issuer:always"],
  },
  "wrong signature": { tamper: flip(1) },
  "changed content": { tamper: changeSubject },
  "changed outer algorithm": { tamper: changeOuterAlgorithm },
};

/** Authorities between a leaf and the root. */
const intermediates: Variants = {
  "usual": { extensions: authority },
  "without basic constraints": { extensions: ["keyUsage=keyCertSign", ...identifiers] },
  "without anything": { extensions: bare },
  "version 1": { extensions: [] },
  "no authority": { extensions: ["basicConstraints=CA:FALSE", ...identifiers] },
  "no authority, but key usage": {
    extensions: ["basicConstraints=CA:FALSE", "keyUsage=keyCertSign", ...identifiers],
  },
  "not critical": { extensions: ["basicConstraints=CA:TRUE", ...identifiers] },
  "key not for certificates": {
    extensions: ["basicConstraints=CA:TRUE", "keyUsage=critical,digitalSignature,cRLSign", ...identifiers],
  },
  "key only for certificates": {
    extensions: ["basicConstraints=CA:TRUE", "keyUsage=critical,keyCertSign", ...identifiers],
  },
  "for clients": { extensions: [...authority, "extendedKeyUsage=clientAuth"] },
  "for servers": { extensions: [...authority, "extendedKeyUsage=serverAuth"] },
  "for anything": { extensions: [...authority, "extendedKeyUsage=anyExtendedKeyUsage"] },
  "for gated servers": { extensions: [...authority, "extendedKeyUsage=nsSGC"] },
  "expired": { extensions: authority, ...past },
  "not yet valid": { extensions: authority, ...future },
  "path length 0": { extensions: ["basicConstraints=critical,CA:TRUE,pathlen:0", ...identifiers] },
  "SHA-1": { extensions: authority, digest: "sha1" },
  "unknown critical extension": { extensions: [...authority, unknownCritical] },
  "Netscape SSL authority": { extensions: [...bare, "nsCertType=sslCA"] },
  "Netscape object authority": { extensions: [...authority, "nsCertType=objCA"] },
  "critical key identifier": {
    extensions: ["basicConstraints=CA:TRUE", "subjectKeyIdentifier=critical,hash"],
  },
  "wrong key identifier": { extensions: ["basicConstraints=CA:TRUE", wrongKeyIdentifier] },
  "wrong signature": { extensions: authority, tamper: flip(1) },
  "P-384 key": { extensions: authority, kind: "p384" },
  "P-521 key": { extensions: authority, kind: "p521" },
  "Ed25519 key": { extensions: authority, kind: "ed25519" },
  "explicit parameters": { extensions: authority, kind: "p256-explicit" },
  "garbage in basic constraints": { extensions: ["2.5.29.19=DER:0500", ...identifiers] },
};

/** Roots. */
const roots: Variants = {
  "version 1": { extensions: [] },
  "without basic constraints": { extensions: bare },
  "key usage only": { extensions: ["keyUsage=keyCertSign", ...identifiers] },
  "no authority": { extensions: user },
  "key not for certificates": {
    extensions: ["basicConstraints=CA:TRUE", "keyUsage=digitalSignature", ...identifiers],
  },
  "for clients": { extensions: [...authority, "extendedKeyUsage=clientAuth"] },
  "for servers": { extensions: [...authority, "extendedKeyUsage=serverAuth"] },
  "expired": { extensions: authority, ...past },
  "not yet valid": { extensions: authority, ...future },
  "unknown critical extension": { extensions: [...authority, unknownCritical] },
  "Netscape SSL authority": { extensions: [...bare, "nsCertType=sslCA"] },
  "Netscape object authority": { extensions: [...bare, "nsCertType=objCA"] },
  "SHA-1": { extensions: authority, digest: "sha1" },
  "broken own signature": { extensions: authority, tamper: flip(1) },
  "RSA key": { extensions: authority, kind: "rsa2048" },
  "RSA 1024 key": { extensions: authority, kind: "rsa1024" },
  "RSA-PSS key": { extensions: authority, kind: "rsa-pss" },
  "P-384 key": { extensions: authority, kind: "p384" },
  "P-521 key": { extensions: authority, kind: "p521" },
  "Ed25519 key": { extensions: authority, kind: "ed25519" },
  "wrong key identifier": { extensions: ["basicConstraints=CA:TRUE", ...bare, wrongKeyIdentifier] },
};

const named = (variants: Variants, { prefix, issuer }: { prefix: string; issuer?: string }) =>
  Object.fromEntries(
    Object.entries(variants).map(([name, spec]) => [
      `${prefix} ${name}`,
      { extensions: user, ...(issuer !== undefined && { issuer }), ...spec },
    ]),
  );

const below = (prefix: string, names: readonly string[]) =>
  Object.fromEntries(
    names.map((
      name,
    ) => [`leaf of ${prefix} ${name}`, {
      issuer: `${prefix} ${name}`,
      extensions: name === "version 1" ? bare : user,
    }]),
  );

/** All certificates. */
export const certificateSpecs: Readonly<Record<string, CertificateSpec>> = {
  "root": { extensions: authority },
  "second root": { extensions: authority },
  "namesake": { subject: "root", extensions: authority },
  "renewed root": { subject: "root", key: "root", extensions: authority },
  "expired root": { subject: "root", key: "root", extensions: authority, ...past },
  "namesake without identifiers": { subject: "plain root", extensions: ["basicConstraints=CA:TRUE"] },
  "plain root": { extensions: ["basicConstraints=CA:TRUE"] },
  "same key, other name": { key: "root", extensions: authority },
  "cross root": { issuer: "second root", subject: "root", key: "root", extensions: authority },
  "middle": { issuer: "root", extensions: authority },
  "middle 2": { issuer: "middle", extensions: authority },
  "forged middle": { issuer: "namesake", subject: "middle", extensions: authority },
  "middle's namesake": { issuer: "root", subject: "middle", extensions: authority },
  "self-issued": { issuer: "root", subject: "root", extensions: authority },
  "loop a": { issuer: "loop b start", subject: "loop a", key: "loop a", extensions: authority },
  "loop a start": { subject: "loop a", key: "loop a", extensions: authority },
  "loop b": { issuer: "loop a start", subject: "loop b", key: "loop b", extensions: authority },
  "loop b start": { subject: "loop b", key: "loop b", extensions: authority },
  "of loop": { issuer: "loop b", extensions: user },
  "leaf": { issuer: "root", extensions: user },
  "leaf 2": { issuer: "middle", extensions: user },
  "leaf 3": { issuer: "middle 2", extensions: user },
  "forged leaf": { issuer: "namesake", extensions: user },
  "forged leaf 2": { issuer: "forged middle", extensions: user },
  "forged bare leaf": { issuer: "namesake without identifiers", extensions: ["basicConstraints=CA:FALSE"] },
  "forged version 1 leaf": { issuer: "namesake", extensions: [] },
  "bare leaf": { issuer: "plain root", extensions: ["basicConstraints=CA:FALSE"] },
  "leaf's leaf": { issuer: "leaf", extensions: user },
  "leaf of self-issued": { issuer: "self-issued", extensions: user },
  "own": { extensions: user },
  "own, as authority": { extensions: authority },
  "own, usual req": { extensions: [...identifiers, "basicConstraints=critical,CA:TRUE"] },
  "own, expired": { extensions: user, ...past },
  "own, for clients": { extensions: [...user, "extendedKeyUsage=clientAuth"] },
  "own, version 1": { extensions: [] },
  "own, mimic": { subject: "own", extensions: user },
  "own, broken": { extensions: user, tamper: flip(1) },
  "own, Ed25519": { extensions: user, kind: "ed25519" },
  "pss root": { extensions: authority, kind: "rsa2048" },
  "pss leaf": { issuer: "pss root", extensions: user, pss: true },
  "MD5 leaf": { issuer: "pss root", extensions: user, digest: "md5" },
  "RSA SHA-1 leaf": { issuer: "pss root", extensions: user, digest: "sha1" },
  "RSA SHA-512 leaf": { issuer: "pss root", extensions: user, digest: "sha512" },
  "short root": { extensions: ["basicConstraints=critical,CA:TRUE,pathlen:0", ...identifiers] },
  "short middle": { issuer: "short root", extensions: authority },
  "short leaf": { issuer: "short root", extensions: user },
  "short leaf 2": { issuer: "short middle", extensions: user },
  "narrow root": { extensions: ["basicConstraints=critical,CA:TRUE,pathlen:1", ...identifiers] },
  "narrow middle": { issuer: "narrow root", extensions: authority },
  "narrow middle 2": { issuer: "narrow middle", extensions: authority },
  "narrow self": { issuer: "narrow middle", subject: "narrow middle", extensions: authority },
  "narrow leaf": { issuer: "narrow middle", extensions: user },
  "narrow leaf 2": { issuer: "narrow middle 2", extensions: user },
  "narrow leaf of self": { issuer: "narrow self", extensions: user },
  "fenced": { issuer: "root", extensions: [...authority, "nameConstraints=critical,permitted;DNS:example"] },
  "leaf in the fence": { issuer: "fenced", extensions: [...user, "subjectAltName=DNS:pacs.example"] },
  "leaf out of the fence": { issuer: "fenced", extensions: [...user, "subjectAltName=DNS:pacs.other"] },
  "deaf middle": {
    issuer: "root",
    extensions: ["basicConstraints=CA:TRUE", "keyUsage=critical,keyCertSign", ...identifiers],
  },
  "leaf of deaf": { issuer: "deaf middle", extensions: user },
  "leaf with point": {
    issuer: "root",
    extensions: [...user, "crlDistributionPoints=URI:http://ca.example/a.crl"],
  },
  "leaf with other point": {
    issuer: "root",
    extensions: [...user, "crlDistributionPoints=URI:http://ca.example/b.crl"],
  },
  "leaf with some reasons": {
    issuer: "root",
    extensions: [
      ...user,
      "crlDistributionPoints=p",
      "[p]",
      "fullname=URI:http://ca.example/a.crl",
      "reasons=keyCompromise",
    ],
  },
  ...named(leaves, { prefix: "leaf:", issuer: "root" }),
  ...named(leaves, { prefix: "deep leaf:", issuer: "middle" }),
  ...named(intermediates, { prefix: "middle:", issuer: "root" }),
  ...below("middle:", Object.keys(intermediates)),
  ...named(roots, { prefix: "root:" }),
  ...below("root:", Object.keys(roots)),
  "middle of path length 0": { issuer: "middle: path length 0", extensions: authority },
  "leaf too deep": { issuer: "middle of path length 0", extensions: user },
};

const point = (rest: string) => `issuingDistributionPoint=critical,${rest}`;

/** All revocation lists. */
export const listSpecs: Readonly<Record<string, ListSpec>> = {
  "empty": { issuer: "root" },
  "leaf revoked": { issuer: "root", revoked: ["leaf", "second root"] },
  "leaf revoked, compromised": { issuer: "root", revoked: ["leaf"], reason: "keyCompromise" },
  "leaf on hold": { issuer: "root", revoked: ["leaf"], reason: "holdInstruction,holdInstructionReject" },
  "leaf released": { issuer: "root", revoked: ["leaf"], reason: "removeFromCRL" },
  "middle revoked": { issuer: "root", revoked: ["middle"] },
  "root revoked": { issuer: "root", revoked: ["root"] },
  "leaf revoked, newer": { issuer: "root", revoked: ["leaf"], lastUpdate: "20220101000000Z" },
  "empty, newer": { issuer: "root", lastUpdate: "20220101000000Z" },
  "expired": { issuer: "root", ...{ lastUpdate: "20200101000000Z", nextUpdate: "20210101000000Z" } },
  "future": { issuer: "root", lastUpdate: "20440101000000Z" },
  "forged": { issuer: "namesake", extensions: [] },
  "forged with identifier": { issuer: "namesake" },
  "forged, newer": { issuer: "namesake", extensions: [], lastUpdate: "20230101000000Z" },
  "other": { issuer: "second root" },
  "broken": { issuer: "root", tamper: flip(1) },
  "changed": { issuer: "root", revoked: ["leaf"], tamper: flip(110) },
  "outer algorithm changed": { issuer: "root", tamper: changeOuterAlgorithm },
  "version 1": { issuer: "root", extensions: [] },
  "SHA-1": { issuer: "root", digest: "sha1" },
  "SHA-512": { issuer: "root", digest: "sha512" },
  "unknown critical": { issuer: "root", extensions: ["authorityKeyIdentifier=keyid", unknownCritical] },
  "unknown critical, leaf revoked": {
    issuer: "root",
    revoked: ["leaf"],
    extensions: ["authorityKeyIdentifier=keyid", unknownCritical],
  },
  "unknown": { issuer: "root", extensions: ["1.2.3.4.5=DER:0500"] },
  "delta": { issuer: "root", extensions: ["2.5.29.27=critical,DER:020101", "2.5.29.20=DER:020105"] },
  "indirect": { issuer: "root", extensions: [point("indirectCRL:TRUE")] },
  "for users": { issuer: "root", extensions: [point("onlyuser:TRUE")] },
  "for authorities": { issuer: "root", extensions: [point("onlyCA:TRUE")] },
  "for attributes": { issuer: "root", extensions: [point("onlyAA:TRUE")] },
  "some reasons": { issuer: "root", extensions: [point("onlysomereasons:keyCompromise")] },
  "point a": { issuer: "root", extensions: [point("fullname:URI:http://ca.example/a.crl")] },
  "of middle": { issuer: "middle" },
  "of middle, leaf revoked": { issuer: "middle", revoked: ["leaf 2"] },
  "of middle, expired": {
    issuer: "middle",
    ...{ lastUpdate: "20200101000000Z", nextUpdate: "20210101000000Z" },
  },
  "of deaf": { issuer: "deaf middle" },
  "own": { issuer: "own" },
  "own, as authority": { issuer: "own, as authority" },
  "own revoked": { issuer: "own, as authority", revoked: ["own, as authority"] },
};

const one = (leaf: string, rest: Partial<ChainCase> = {}): ChainCase => ({
  name: leaf,
  leaf,
  trusted: ["root"],
  ...rest,
});

const direct = Object.keys(leaves).map((name) => one(`leaf: ${name}`));
const deep = Object.keys(leaves).map((name) => one(`deep leaf: ${name}`, { untrusted: ["middle"] }));
const throughMiddle = Object.keys(intermediates).map((name) =>
  one(`leaf of middle: ${name}`, { untrusted: [`middle: ${name}`] })
);
const underRoot = Object.keys(roots).map((name) =>
  one(`leaf of root: ${name}`, { trusted: [`root: ${name}`] })
);

/** Who is trusted, and what is sent along. */
const trust: ChainCase[] = [
  { name: "no trust at all", leaf: "leaf" },
  { name: "another root", leaf: "leaf", trusted: ["second root"] },
  { name: "the right one of two roots", leaf: "leaf", trusted: ["second root", "root"] },
  { name: "root of the same name", leaf: "leaf", trusted: ["namesake"] },
  { name: "both roots of the same name", leaf: "leaf", trusted: ["namesake", "root"] },
  { name: "root of the same name, no identifiers", leaf: "forged bare leaf", trusted: ["plain root"] },
  { name: "no identifiers", leaf: "bare leaf", trusted: ["plain root"] },
  { name: "root of another name with the same key", leaf: "leaf", trusted: ["same key, other name"] },
  { name: "root renewed with the same key", leaf: "leaf", trusted: ["renewed root"] },
  { name: "expired root and renewed root", leaf: "leaf", trusted: ["expired root", "renewed root"] },
  { name: "renewed root and expired root", leaf: "leaf", trusted: ["renewed root", "expired root"] },
  { name: "expired root only", leaf: "leaf", trusted: ["expired root"] },
  {
    name: "expired root, renewed root sent",
    leaf: "leaf",
    untrusted: ["renewed root"],
    trusted: ["expired root"],
  },
  { name: "forged by a root of the same name", leaf: "forged leaf", trusted: ["root"] },
  { name: "the forger sends his root", leaf: "forged leaf", untrusted: ["namesake"], trusted: ["root"] },
  { name: "forged version 1 leaf", leaf: "forged version 1 leaf", trusted: ["root"] },
  {
    name: "forged version 1 leaf with root",
    leaf: "forged version 1 leaf",
    untrusted: ["namesake"],
    trusted: ["root"],
  },
  { name: "forged middle", leaf: "forged leaf 2", untrusted: ["forged middle"], trusted: ["root"] },
  { name: "forged middle, real one", leaf: "forged leaf 2", untrusted: ["middle"], trusted: ["root"] },
  {
    name: "forged chain",
    leaf: "forged leaf 2",
    untrusted: ["forged middle", "namesake"],
    trusted: ["root"],
  },
  { name: "root sent but not trusted", leaf: "leaf", untrusted: ["root"] },
  { name: "root sent, another trusted", leaf: "leaf", untrusted: ["root"], trusted: ["second root"] },
  { name: "root sent and trusted", leaf: "leaf", untrusted: ["root"], trusted: ["root"] },
  { name: "own", leaf: "own", trusted: ["own"] },
  { name: "own, not trusted", leaf: "own", trusted: ["root"] },
  { name: "own, nothing trusted", leaf: "own" },
  { name: "own, sent as its own issuer", leaf: "own", untrusted: ["own"], trusted: ["root"] },
  { name: "own, as authority", leaf: "own, as authority", trusted: ["own, as authority"] },
  { name: "own, usual req", leaf: "own, usual req", trusted: ["own, usual req"] },
  { name: "own, expired", leaf: "own, expired", trusted: ["own, expired"] },
  { name: "own, for clients", leaf: "own, for clients", trusted: ["own, for clients"] },
  { name: "own, version 1", leaf: "own, version 1", trusted: ["own, version 1"] },
  { name: "own, mimic", leaf: "own, mimic", trusted: ["own"] },
  { name: "own, broken signature", leaf: "own, broken", trusted: ["own, broken"] },
  { name: "own, Ed25519", leaf: "own, Ed25519", trusted: ["own, Ed25519"] },
  { name: "leaf itself trusted", leaf: "leaf", trusted: ["leaf"] },
  { name: "leaf and root trusted", leaf: "leaf", trusted: ["leaf", "root"] },
  { name: "leaf as an authority", leaf: "leaf's leaf", untrusted: ["leaf"], trusted: ["root"] },
  { name: "middle trusted alone", leaf: "leaf 2", trusted: ["middle"] },
  { name: "middle and root trusted", leaf: "leaf 2", trusted: ["middle", "root"] },
  { name: "middle missing", leaf: "leaf 2", trusted: ["root"] },
  { name: "middle sent", leaf: "leaf 2", untrusted: ["middle"], trusted: ["root"] },
  {
    name: "middle of the same name sent",
    leaf: "leaf 2",
    untrusted: ["middle's namesake"],
    trusted: ["root"],
  },
  {
    name: "both of the same name",
    leaf: "leaf 2",
    untrusted: ["middle's namesake", "middle"],
    trusted: ["root"],
  },
  { name: "two in the middle", leaf: "leaf 3", untrusted: ["middle 2", "middle"], trusted: ["root"] },
  {
    name: "two in the middle, reversed",
    leaf: "leaf 3",
    untrusted: ["middle", "middle 2"],
    trusted: ["root"],
  },
  { name: "two in the middle, one missing", leaf: "leaf 3", untrusted: ["middle"], trusted: ["root"] },
  {
    name: "two in the middle, the upper missing",
    leaf: "leaf 3",
    untrusted: ["middle 2"],
    trusted: ["root"],
  },
  { name: "one sent, one trusted", leaf: "leaf 3", untrusted: ["middle 2"], trusted: ["middle", "root"] },
  {
    name: "strangers among them",
    leaf: "leaf 2",
    untrusted: ["own", "second root", "middle"],
    trusted: ["root"],
  },
  { name: "cross-signed root", leaf: "leaf", untrusted: ["cross root"], trusted: ["second root"] },
  {
    name: "cross-signed root, both trusted",
    leaf: "leaf",
    untrusted: ["cross root"],
    trusted: ["root", "second root"],
  },
  { name: "cross-signed root trusted alone", leaf: "leaf", trusted: ["cross root"] },
  { name: "loop", leaf: "of loop", untrusted: ["loop a", "loop b"], trusted: ["root"] },
  { name: "loop, trusted", leaf: "of loop", trusted: ["loop a", "loop b"] },
  { name: "loop with a start", leaf: "of loop", untrusted: ["loop b"], trusted: ["loop a start"] },
  { name: "self-issued", leaf: "leaf of self-issued", untrusted: ["self-issued"], trusted: ["root"] },
  { name: "RSASSA-PSS", leaf: "pss leaf", trusted: ["pss root"] },
  { name: "MD5", leaf: "MD5 leaf", trusted: ["pss root"] },
  { name: "RSA SHA-1", leaf: "RSA SHA-1 leaf", trusted: ["pss root"] },
  { name: "RSA SHA-512", leaf: "RSA SHA-512 leaf", trusted: ["pss root"] },
  { name: "path length 0", leaf: "short leaf", trusted: ["short root"] },
  {
    name: "path length 0, exceeded",
    leaf: "short leaf 2",
    untrusted: ["short middle"],
    trusted: ["short root"],
  },
  { name: "path length 1", leaf: "narrow leaf", untrusted: ["narrow middle"], trusted: ["narrow root"] },
  {
    name: "path length 1, exceeded",
    leaf: "narrow leaf 2",
    untrusted: ["narrow middle", "narrow middle 2"],
    trusted: ["narrow root"],
  },
  {
    name: "path length 1, self-issued",
    leaf: "narrow leaf of self",
    untrusted: ["narrow self", "narrow middle"],
    trusted: ["narrow root"],
  },
  {
    name: "path length 0 in the middle, exceeded",
    leaf: "leaf too deep",
    untrusted: ["middle of path length 0", "middle: path length 0"],
    trusted: ["root"],
  },
  {
    name: "name constraints, kept",
    leaf: "leaf in the fence",
    untrusted: ["fenced"],
    trusted: ["root"],
    stricter: "name constraints are refused, as they are not understood",
  },
  {
    name: "name constraints, broken",
    leaf: "leaf out of the fence",
    untrusted: ["fenced"],
    trusted: ["root"],
  },
];

const listed = (name: string, rest: Partial<ChainCase>): ChainCase => ({
  name: `lists: ${name}`,
  leaf: "leaf",
  trusted: ["root"],
  check: "leaf",
  ...rest,
});

const deepListed = (name: string, rest: Partial<ChainCase>): ChainCase =>
  listed(name, { leaf: "leaf 2", untrusted: ["middle"], ...rest });

/** Revocation. */
const revocation: ChainCase[] = [
  ...Object.keys(listSpecs).map((name) => listed(name, { lists: [name] })),
  ...Object.keys(listSpecs).map((name) => listed(`${name}, all`, { lists: [name], check: "all" })),
  listed("none", { lists: [] }),
  listed("none, all", { lists: [], check: "all" }),
  listed("not asked for", { lists: ["leaf revoked"], check: "none" }),
  listed("older good, newer bad", { lists: ["empty", "leaf revoked, newer"] }),
  listed("newer bad, older good", { lists: ["leaf revoked, newer", "empty"] }),
  listed("older bad, newer good", { lists: ["leaf revoked", "empty, newer"] }),
  listed("newer good, older bad", { lists: ["empty, newer", "leaf revoked"] }),
  listed("expired and current", { lists: ["expired", "empty"] }),
  listed("expired and current, revoked", { lists: ["expired", "leaf revoked"] }),
  listed("future and current", { lists: ["future", "empty"] }),
  listed("forged and good", { lists: ["forged", "empty"] }),
  listed("forged newer and good", { lists: ["forged, newer", "empty"] }),
  listed("forged newer and revoked", { lists: ["leaf revoked", "forged, newer"] }),
  listed("forged with identifier and good", { lists: ["forged with identifier", "empty"] }),
  listed("broken and newer good", { lists: ["broken", "empty, newer"] }),
  listed("unknown critical and good", { lists: ["unknown critical", "empty"] }),
  listed("unknown critical and revoked", { lists: ["unknown critical", "leaf revoked"] }),
  listed("delta and full", { lists: ["delta", "empty"] }),
  listed("delta and revoked", { lists: ["delta", "leaf revoked"] }),
  listed("indirect and full", { lists: ["indirect", "empty"] }),
  listed("for authorities and for users", { lists: ["for authorities", "for users"] }),
  listed("other and own", { lists: ["other", "empty"] }),
  listed("point", { lists: ["point a"], leaf: "leaf with point" }),
  listed("other point", { lists: ["point a"], leaf: "leaf with other point" }),
  listed("point, list for all", { lists: ["empty"], leaf: "leaf with other point" }),
  listed("some reasons", { lists: ["empty"], leaf: "leaf with some reasons" }),
  listed("issuer may not sign lists", {
    lists: ["of deaf"],
    leaf: "leaf of deaf",
    untrusted: ["deaf middle"],
  }),
  listed("self-signed", {
    lists: ["own, as authority"],
    leaf: "own, as authority",
    trusted: ["own, as authority"],
  }),
  listed("self-signed, revoked", {
    lists: ["own revoked"],
    leaf: "own, as authority",
    trusted: ["own, as authority"],
  }),
  listed("self-signed user", { lists: ["own"], leaf: "own", trusted: ["own"] }),
  listed("self-signed, none", { lists: [], leaf: "own", trusted: ["own"] }),
  deepListed("deep, leaf only", { lists: ["of middle"], check: "leaf" }),
  deepListed("deep, list of the root only", { lists: ["empty"], check: "leaf" }),
  deepListed("deep, leaf revoked", { lists: ["of middle, leaf revoked"], check: "leaf" }),
  deepListed("deep, leaf's list expired", { lists: ["of middle, expired"], check: "leaf" }),
  deepListed("deep, middle revoked but not asked for", {
    lists: ["of middle", "middle revoked"],
    check: "leaf",
  }),
  deepListed("deep, all", { lists: ["of middle", "empty"], check: "all" }),
  deepListed("deep, all, list of the root missing", { lists: ["of middle"], check: "all" }),
  deepListed("deep, all, list of the middle missing", { lists: ["empty"], check: "all" }),
  deepListed("deep, all, middle revoked", { lists: ["of middle", "middle revoked"], check: "all" }),
  deepListed("deep, all, root revoked", { lists: ["of middle", "root revoked"], check: "all" }),
  deepListed("deep, all, root's list expired", { lists: ["of middle", "expired"], check: "all" }),
  deepListed("deep, all, leaf revoked", { lists: ["of middle, leaf revoked", "empty"], check: "all" }),
];

/** All cases. */
export const chainCases: readonly ChainCase[] = [
  ...direct,
  ...deep,
  ...throughMiddle,
  ...underRoot,
  ...trust,
  ...revocation,
];
