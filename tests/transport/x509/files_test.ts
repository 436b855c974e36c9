/** Names, hosts, keys and directories, against the openssl command. */
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { parseCertificate } from "../../../lib/transport/x509/certificate.ts";
import { DerError } from "../../../lib/transport/x509/der.ts";
import { checkHost } from "../../../lib/transport/x509/host_name.ts";
import {
  decryptTraditional,
  UnsupportedEncryptionError,
  WrongPasswordError,
} from "../../../lib/transport/x509/key_encryption.ts";
import { belongsTo, parsePrivateKey } from "../../../lib/transport/x509/private_key.ts";
import {
  parseOwnCertificates,
  readHashedDirectory,
  readTrustFile,
} from "../../../lib/transport/x509/trust_files.ts";
import { peerTest } from "../../support/peers.ts";
import { endEntityExtensions, keyKinds, opensslProgram, Pki } from "../../support/pki.ts";

const needs = { openssl: opensslProgram() };
const key = keyKinds.p256;

/** Subjects as OpenSSL takes them; in them is everything that the canonical form changes. */
const subjects = [
  "/CN=simple",
  "/C=DE/O=Clinic/CN=pacs",
  "/CN=UPPER lower",
  "/CN=  many   blanks  ",
  "/CN=Universit\u00e4t",
  "/O=tab\tand blank/CN=x",
  "/CN=*.example",
];

peerTest("names have the hash and the line that openssl gives them", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    for (const [index, subject] of subjects.entries()) {
      const args = ["req", "-x509", "-new", "-utf8", "-key", await sharedKey(pki), "-subj", subject];
      await pki.openssl([...args, "-out", `${index}.pem`]);
      const [certificate] = readTrustFile(pki.path(`${index}.pem`), "pem").certificates;
      const show = async (...what: string[]) =>
        (await pki.openssl(["x509", "-in", `${index}.pem`, "-noout", ...what])).replace("\n", "");
      assertEquals(certificate.subject.hash, await show("-hash"), subject);
      assertEquals(`subject=${certificate.subject.oneLine}`, await show("-subject", "-nameopt", "compat"));
    }
  },
});

async function sharedKey(pki: Pki): Promise<string> {
  const path = pki.path("shared.key");
  try {
    await Deno.stat(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    await pki.openssl(["genpkey", ...key, "-out", path]);
  }
  return path;
}

const hosts = [
  "pacs.example",
  "PACS.Example",
  "pacs.example.",
  "a.pacs.example",
  "x.wild.example",
  "a.b.wild.example",
  "wild.example",
  "other.example",
  "common.example",
  "127.0.0.1",
  "127.0.0.2",
  "::1",
  "::2",
  "2001:db8::7",
  "example",
];

const alternativeNames = [
  "DNS:pacs.example",
  "DNS:*.wild.example",
  "IP:127.0.0.1",
  "IP:::1,IP:2001:db8::7",
  "DNS:pacs.example,IP:127.0.0.2",
  "DNS:*.example",
  "email:a@pacs.example",
];

peerTest("a certificate names the hosts that openssl says it does", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    for (const [index, names] of [...alternativeNames, undefined].entries()) {
      const extension = names === undefined ? [] : ["-addext", `subjectAltName=${names}`];
      const args = ["req", "-x509", "-new", "-key", await sharedKey(pki), "-subj", "/CN=common.example"];
      await pki.openssl([...args, ...extension, "-out", `${index}.pem`]);
      const [certificate] = readTrustFile(pki.path(`${index}.pem`), "pem").certificates;
      for (const host of hosts) {
        const option = /^[\d.]+$|:/.test(host) ? "-checkip" : "-checkhost";
        const said = await pki.openssl(["x509", "-in", `${index}.pem`, "-noout", option, host]);
        assertEquals(checkHost(certificate, host), / does match/.test(said), `${host} by ${names}`);
      }
    }
  },
});

const password = () => "secret";

/**
 * Tries eight wrong passwords, and says how many are told to be wrong. One in some 256 makes garbage whose padding is
 * right by chance, of which OpenSSL, too, says only that it is no key.
 */
async function countTellingErrors(bytes: Uint8Array): Promise<number> {
  let count = 0;
  for (let attempt = 0; attempt < 8; attempt++) {
    const wrong = () => parsePrivateKey(bytes, { format: "pem", password: () => `wrong ${attempt}` });
    const error = await assertRejects(wrong);
    assert(error instanceof WrongPasswordError || error instanceof DerError, String(error));
    if (error instanceof WrongPasswordError) count++;
  }
  return count;
}

peerTest("private keys are read in every form, and belong to their certificates only", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    const own = await pki.issue("own", {});
    const other = await pki.issue("other", {});
    const pkcs8 = ["pkcs8", "-topk8", "-in", "own.key", "-passout", "pass:secret"];
    const traditional = ["rsa", "-traditional", "-in", "own.key", "-passout", "pass:secret"];
    const forms: Record<string, string[]> = {
      "plain": [...pkcs8, "-nocrypt"],
      "AES 128": [...pkcs8, "-v2", "aes-128-cbc"],
      "AES 256": [...pkcs8, "-v2", "aes-256-cbc", "-v2prf", "hmacWithSHA512"],
      "triple DES": [...pkcs8, "-v2", "des3", "-v2prf", "hmacWithSHA1"],
      "scrypt": [...pkcs8, "-scrypt", "-scrypt_N", "1024"],
      "PKCS#12": [...pkcs8, "-v1", "PBE-SHA1-3DES"],
      "PKCS#1": traditional,
      "PKCS#1 AES 128": [...traditional, "-aes128"],
      "PKCS#1 AES 256": [...traditional, "-aes256"],
      "PKCS#1 triple DES": [...traditional, "-des3"],
    };
    const [certificate] = parseOwnCertificates(await Deno.readFile(own.certificateFile), "pem");
    const [foreign] = parseOwnCertificates(await Deno.readFile(other.certificateFile), "pem");
    for (const [name, args] of Object.entries(forms)) {
      await pki.openssl([...args, "-out", "form.key"]);
      const bytes = await Deno.readFile(pki.path("form.key"));
      const found = await parsePrivateKey(bytes, { format: "pem", password });
      assert(belongsTo(found, certificate) && !belongsTo(found, foreign), name);
      if (!new TextDecoder().decode(bytes).includes("ENCRYPTED")) continue;
      assert(await countTellingErrors(bytes) > 5, name);
    }
  },
});

peerTest("an encryption that is not supported is not taken for a wrong password", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    await sharedKey(pki);
    const args = [
      "pkcs8",
      "-topk8",
      "-in",
      "shared.key",
      "-passout",
      "pass:secret",
      "-v2",
      "camellia-256-cbc",
    ];
    await pki.openssl([...args, "-out", "odd.key"]);
    const bytes = await Deno.readFile(pki.path("odd.key"));
    await assertRejects(
      () => parsePrivateKey(bytes, { format: "pem", password }),
      UnsupportedEncryptionError,
    );
  },
});

peerTest("a hashed directory gives what its names promise, and nothing else", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    const root = await pki.authority("root", { key });
    const other = await pki.authority("other", { key });
    await pki.revocationList(root, { name: "root.crl" });
    const hash = (await pki.openssl(["x509", "-in", "root.pem", "-noout", "-hash"])).trim();
    const folder = pki.path("hashed");
    await Deno.mkdir(folder);
    const copies = {
      [`${hash}.0`]: "root.pem",
      [`${hash}.1`]: "other.pem", // not its hash
      [`${hash}.3`]: "root.pem", // behind a gap
      [`${hash}.r0`]: "root.crl",
      "ca.pem": "other.pem",
      "00000000.0": "other.pem",
    };
    for (const [to, from] of Object.entries(copies)) await Deno.copyFile(pki.path(from), `${folder}/${to}`);
    const { certificates, revocationLists } = readHashedDirectory(folder, "pem");
    assertEquals(certificates.map(({ subject }) => subject.text), ["CN=root"]);
    assertEquals(revocationLists.map(({ issuer }) => issuer.text), ["CN=root"]);
    assertEquals(readHashedDirectory(pki.path("missing"), "pem").certificates, []);
    assert(other.certificateFile !== root.certificateFile);
  },
});

peerTest("no byte of a certificate can be changed so that reading it fails in another way than it should", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    await pki.issue("own", {
      key,
      extensions: [...endEntityExtensions, "subjectAltName=DNS:a.example,IP:1.2.3.4"],
    });
    const { encoded } = readTrustFile(pki.path("own.pem"), "pem").certificates[0];
    let refused = 0;
    for (let at = 0; at < encoded.length; at++) {
      for (const value of [0, 0x7f, 0x80, 0xff, encoded[at] ^ 1]) {
        if (isRefused(encoded.with(at, value))) refused++;
      }
      if (isRefused(encoded.subarray(0, at))) refused++;
    }
    assert(refused > encoded.length);
  },
});

function isRefused(bytes: Uint8Array): boolean {
  try {
    parseCertificate(bytes);
    return false;
  } catch (error) {
    assertEquals((error as Error).name, "DerError");
    return true;
  }
}

Deno.test({
  name: "What a wrong password decrypts by chance is no key, which OpenSSL does not call a bad decrypt",
  permissions: "none",
  fn() {
    const garbage = Uint8Array.from({ length: 48 }, (_, index) => index * 37);
    const info = "AES-128-CBC,000102030405060708090A0B0C0D0E0F";
    const ends = new Set<string>();
    for (let count = 0; ends.size < 2; count++) {
      const password = `wrong ${count}`;
      ends.add(assertThrows(() => decryptTraditional(garbage, { info, password })).constructor.name);
    }
    assertEquals(ends, new Set(["WrongPasswordError", "DerError"]));
  },
});
