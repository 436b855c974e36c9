/** Certificates, keys and servers that the TLS tests have in common. */
import { type Authority, endEntityExtensions, keyKinds, Pki } from "./pki.ts";
import { smallFile } from "./small_file.ts";
import { gnutlsServer, opensslServer, orthanc, rawPeer, storescp, type TlsPeer } from "./tls_peers.ts";

/** Programs that serve. */
export interface ServerPrograms {
  readonly storescp: string;
  readonly openssl: string;
  readonly gnutls: string;
  /** Needed only by cases that name it. */
  readonly orthanc?: string;
}

/** Everything the tests need, in a folder that vanishes with its scope. */
export class TlsWorld implements AsyncDisposable {
  /** The folder of all files that are named in arguments with a `@`. */
  readonly pki: Pki;
  /** A small DICOM file. */
  readonly file: string;
  /** A data dictionary that is enough for it. */
  readonly dictionary: string;
  readonly #programs: ServerPrograms;
  readonly #peers = new Map<string, TlsPeer>();

  private constructor(
    pki: Pki,
    { file, dictionary, programs }: { file: string; dictionary: string; programs: ServerPrograms },
  ) {
    this.pki = pki;
    this.file = file;
    this.dictionary = dictionary;
    this.#programs = programs;
  }

  /** Makes all certificates and keys. */
  static async make(programs: ServerPrograms): Promise<TlsWorld> {
    const pki = await Pki.open();
    const file = await pki.write("small.dcm", smallFile());
    const dictionary = await pki.write("small.dic", smallDictionary);
    await makeCertificates(pki);
    await makeKeys(pki);
    await makeDirectories(pki);
    return new TlsWorld(pki, { file, dictionary, programs });
  }

  /** Arguments from a line; `@name` is a file of the folder. */
  args(line: string): string[] {
    const words = line.split(" ").filter((word) => word !== "");
    return words.map((word) =>
      word.startsWith("@") ? this.pki.path(word.slice(1)) : word === "''" ? "" : word
    );
  }

  /**
   * The peer that a line describes: a program (`scp`, `openssl`, `gnutls`, `orthanc`) with its arguments, or what a server of our
   * own does (`raw reset`). It is started when it is first asked for.
   */
  async peer(line: string): Promise<TlsPeer> {
    const running = this.#peers.get(line) ?? await this.#start(line);
    this.#peers.set(line, running);
    return running;
  }

  #start(line: string): Promise<TlsPeer> {
    const [kind, ...args] = this.args(line);
    switch (kind) {
      case "scp":
        return storescp(this.#programs.storescp, args);
      case "openssl":
        return opensslServer(this.#programs.openssl, args);
      case "gnutls":
        return gnutlsServer(this.#programs.gnutls, args);
      case "orthanc":
        return orthanc(this.#programs.orthanc!, {
          pki: this.pki,
          requiresCertificate: args[0] === "certified",
        });
      default:
        return Promise.resolve(rawPeer(rawBehaviours[args[0]](args[1])));
    }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all([...this.#peers.values()].map((peer) => peer[Symbol.asyncDispose]()));
    await this.pki[Symbol.asyncDispose]();
  }
}

type Talk = (connection: Deno.TcpConn) => Promise<void>;

const readSome = async (connection: Deno.TcpConn) => {
  await connection.read(new Uint8Array(4096));
};

/** What a server does that is no TLS server. */
const rawBehaviours: Readonly<Record<string, (detail: string) => Talk>> = {
  fin: () => (connection) => readSome(connection),
  garbage: () => async (connection) => {
    await readSome(connection);
    await connection.write(new TextEncoder().encode("HTTP/1.0 400 Bad Request\r\n\r\n"));
  },
  silent: () => async (connection) => {
    await readSome(connection);
    await readSome(connection);
  },
  /** A fatal alert (RFC 5246, Section 7.2). */
  alert: (number) => async (connection) => {
    await readSome(connection);
    await connection.write(Uint8Array.of(0x15, 3, 3, 0, 2, 2, Number(number)));
    await readSome(connection);
  },
};

/** What a command and the small file are made of. */
const smallDictionary = [
  "0000,0000 UL CommandGroupLength",
  "0000,0002 UI AffectedSOPClassUID",
  "0000,0100 US CommandField",
  "0000,0110 US MessageID",
  "0000,0120 US MessageIDBeingRespondedTo",
  "0000,0700 US Priority",
  "0000,0800 US CommandDataSetType",
  "0000,0900 US Status",
  "0000,1000 UI AffectedSOPInstanceUID",
  "0008,0016 UI SOPClassUID",
  "0008,0018 UI SOPInstanceUID",
].map((line) => line.split(" ")).map(([tag, vr, name]) => `(${tag})\t${vr}\t${name}\t1\tDICOM\n`).join("");

const usage = (value: string) => [...endEntityExtensions, `extendedKeyUsage=${value}`];

async function makeCertificates(pki: Pki): Promise<void> {
  const [root, other] = await Promise.all([pki.authority("root"), pki.authority("other")]);
  const inter = await pki.authority("inter", { issuer: root });
  const { privateKeyFile } = await pki.issue("server", { issuer: root });
  await pki.issue("client", { issuer: root });
  const kinds = {
    "below-inter": { issuer: inter },
    "expired": { issuer: root, notAfter: "20210101000000Z" },
    "not-yet": { issuer: root, notBefore: "20400101000000Z" },
    "foreign": { issuer: other },
    "self": {},
    "self-ca": { extensions: ["basicConstraints=critical,CA:TRUE", "subjectKeyIdentifier=hash"] },
    "for-clients": { issuer: root, extensions: usage("clientAuth") },
    "for-servers": { issuer: root, extensions: usage("serverAuth") },
    "sha1": { issuer: root, digest: "sha1" },
    "version1": { issuer: root, extensions: [] },
    "odd-critical": { issuer: root, extensions: [...endEntityExtensions, "1.2.3.4=critical,ASN1:NULL"] },
    "named": {
      issuer: root,
      extensions: [...endEntityExtensions, "subjectAltName=DNS:pacs.example,IP:127.0.0.1"],
    },
    "revoked": { issuer: root },
    "late": {
      issuer: root,
      subject: "/C=DE/O=A very long name of a hospital/CN=late",
      notAfter: "20600101000000Z",
    },
  };
  for (const [name, options] of Object.entries(kinds)) await pki.issue(name, { privateKeyFile, ...options });
  await pki.issue("rsa1024", { issuer: root, key: keyKinds.rsa1024 });
  await pki.issue("p256", { issuer: root, key: keyKinds.p256 });
  await pki.issue("p384", { issuer: root, key: keyKinds.p384 });
  await pki.join("below-inter-chain.pem", [pki.path("below-inter.pem"), pki.path("inter.pem")]);
  await pki.join("root-and-inter.pem", [pki.path("root.pem"), pki.path("inter.pem")]);
  await makeRevocationLists(pki, { root, inter, other });
}

async function makeRevocationLists(
  pki: Pki,
  { root, inter, other }: { root: Authority; inter: Authority; other: Authority },
): Promise<void> {
  await pki.revocationList(root, { name: "root.crl" });
  await pki.revocationList(inter, { name: "inter.crl" });
  await pki.revocationList(other, { name: "other.crl" });
  await pki.revocationList(root, { name: "old.crl", nextUpdate: "20210101000000Z" });
  await pki.revocationList(root, { name: "future.crl", lastUpdate: "20400101000000Z" });
  const revoked = {
    name: "revoked",
    certificateFile: pki.path("revoked.pem"),
    privateKeyFile: pki.path("server.key"),
  };
  await pki.revocationList(root, { name: "revoked.crl", revoke: [revoked] });
  for (const name of ["root", "revoked"]) {
    await pki.openssl(["crl", "-in", `${name}.crl`, "-outform", "DER", "-out", `${name}.crl.der`]);
  }
  await pki.join("root-and-list.pem", [pki.path("root.pem"), pki.path("root.crl")]);
}

/** The client's key in every form, with the password `secret`. */
async function makeKeys(pki: Pki): Promise<void> {
  const pkcs8 = ["pkcs8", "-topk8", "-in", "client.key", "-passout", "pass:secret"];
  const traditional = ["rsa", "-traditional", "-in", "client.key", "-passout", "pass:secret"];
  const forms: Record<string, string[]> = {
    "pbes2-aes.key": [...pkcs8, "-v2", "aes-256-cbc"],
    "pbes2-3des.key": [...pkcs8, "-v2", "des3"],
    "scrypt.key": [...pkcs8, "-scrypt", "-scrypt_N", "1024"],
    "pbes1-3des.key": [...pkcs8, "-v1", "PBE-SHA1-3DES"],
    "encrypted.der": [...pkcs8, "-outform", "DER"],
    "pkcs8.der": [...pkcs8, "-nocrypt", "-outform", "DER"],
    "traditional.key": traditional,
    "traditional-aes.key": [...traditional, "-aes128"],
    "traditional-3des.key": [...traditional, "-des3"],
    "traditional.der": [...traditional, "-outform", "DER"],
    "client.der": ["x509", "-in", "client.pem", "-outform", "DER"],
    "root.der": ["x509", "-in", "root.pem", "-outform", "DER"],
  };
  for (const [name, args] of Object.entries(forms)) await pki.openssl([...args, "-out", name]);
  await pki.openssl(["ec", "-in", "p256.key", "-out", "p256-sec1.key"]);
  await pki.write("text.pem", "This is no certificate\n");
  await pki.write("empty.pem", "");
}

async function makeDirectories(pki: Pki): Promise<void> {
  const hash = (await pki.openssl(["x509", "-in", "root.pem", "-noout", "-hash"])).trim();
  for (
    const [folder, certificate, list] of [["hashed.d", `${hash}.0`, `${hash}.r0`], [
      "plain.d",
      "root.pem",
      "r.crl",
    ]]
  ) {
    await Deno.mkdir(pki.path(folder));
    await Deno.copyFile(pki.path("root.pem"), pki.path(`${folder}/${certificate}`));
    await Deno.copyFile(pki.path("revoked.crl"), pki.path(`${folder}/${list}`));
  }
}
