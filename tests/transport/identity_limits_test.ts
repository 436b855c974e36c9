/** Keys and certificates of the client that the runtime does not take are known before it is asked to. */
import { assertEquals } from "@std/assert";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import { peerTest } from "../support/peers.ts";
import { keyKinds, opensslProgram, Pki } from "../support/pki.ts";
import { optionsOf } from "../support/tls_oracle.ts";

const needs = { openssl: opensslProgram() };

const curve = (name: string) => ["-algorithm", "EC", "-pkeyopt", `ec_paramgen_curve:${name}`];

async function lacking(key: string, certificate: string): Promise<readonly string[]> {
  return await new RustlsEngine().cannotHonour(optionsOf(["+tls", key, certificate, "+pw", "secret"]));
}

const otherKind = ["--enable-tls with such a kind of key"];

const kinds: Record<string, { key: readonly string[]; limits: readonly string[] }> = {
  "RSA": { key: keyKinds.rsa2048, limits: [] },
  "P-256": { key: keyKinds.p256, limits: [] },
  "P-384": { key: keyKinds.p384, limits: [] },
  "P-521": { key: curve("P-521"), limits: [] },
  "Ed25519": { key: ["-algorithm", "ED25519"], limits: [] },
  "Ed448": { key: ["-algorithm", "ED448"], limits: otherKind },
  "RSA-PSS": { key: ["-algorithm", "RSA-PSS"], limits: otherKind },
  "Brainpool": { key: curve("brainpoolP256r1"), limits: otherKind },
  "explicit curve": { key: [...curve("P-256"), "-pkeyopt", "ec_param_enc:explicit"], limits: otherKind },
};

peerTest("kinds of keys that the runtime cannot sign with are left to another engine", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    const root = await pki.authority("root", { key: keyKinds.p256 });
    for (const [name, { key, limits }] of Object.entries(kinds)) {
      const { privateKeyFile, certificateFile } = await pki.issue(name, { issuer: root, key });
      assertEquals(await lacking(privateKeyFile, certificateFile), limits, name);
    }
  },
});

const ways: Record<string, boolean> = {
  "pkcs8 -topk8 -v2 aes-128-cbc": true,
  "pkcs8 -topk8 -v2 aes-256-cbc -v2prf hmacWithSHA512": true,
  "pkcs8 -topk8 -v2 des3": true,
  "pkcs8 -topk8 -v1 PBE-SHA1-3DES": true,
  "pkcs8 -topk8 -scrypt": true,
  "ec -aes128": true,
  "ec -des3": true,
  "pkcs8 -topk8 -v2 aes-192-cbc": false,
  "pkcs8 -topk8 -v2 camellia-128-cbc": false,
  "ec -aes192": false,
  "ec -camellia256": false,
};

peerTest("private keys that are encrypted in another way than we know are left to another engine", {
  needs,
  async fn() {
    await using pki = await Pki.open();
    const { certificateFile, privateKeyFile } = await pki.issue("client", { key: keyKinds.p256 });
    const limit = "--enable-tls with a private key that is encrypted in such a way";
    for (const [way, isKnown] of Object.entries(ways)) {
      const files = ["-in", privateKeyFile, "-out", "encrypted.key", "-passout", "pass:secret"];
      await pki.openssl([...way.split(" "), ...files]);
      assertEquals(await lacking(pki.path("encrypted.key"), certificateFile), isKnown ? [] : [limit], way);
    }
  },
});
