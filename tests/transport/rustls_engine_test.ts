/** What the engine of the runtime must never do. */
import { assertEquals, assertRejects } from "@std/assert";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import { TlsEngineLimitError, type TlsOptions } from "../../lib/transport/tls.ts";
import { peerTest } from "../support/peers.ts";
import { keyKinds, opensslProgram, Pki } from "../support/pki.ts";
import { connect, trusting } from "../support/rustls_connection.ts";
import { optionsOf } from "../support/tls_oracle.ts";
import { freePort } from "../support/free_port.ts";
import { opensslServer } from "../support/tls_peers.ts";

const needs = { openssl: opensslProgram() };

async function refusal(peer: { port: number }, options: TlsOptions): Promise<string> {
  const error = await assertRejects(() => connect(peer, { options }), DicomError);
  return formatCondition(error.condition);
}

const verifyFailed = "000b:0886 TLS error: certificate verify failed";

/** A key file whose public half is that of another key: its owner has the certificate, but not the key. */
async function forgeKey(pki: Pki, { from, own }: { from: string; own: string }): Promise<string> {
  const der = async (key: string) => {
    await pki.openssl(["ec", "-in", key, "-outform", "DER", "-out", "forge.der"]);
    return await Deno.readFile(pki.path("forge.der"));
  };
  const [wanted, forged] = [await der(from), await der(own)];
  const publicBytes = 65;
  forged.set(wanted.subarray(-publicBytes), forged.length - publicBytes);
  await pki.write("forge.der", forged);
  await pki.openssl(["ec", "-inform", "DER", "-in", "forge.der", "-out", "forged.key"]);
  return pki.path("forged.key");
}

peerTest("a peer that has a good certificate, but not its key, is refused even where nothing is verified", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const root = await pki.authority("root", { key: keyKinds.p256 });
    const good = await pki.issue("good", { issuer: root, key: keyKinds.p256 });
    const { privateKeyFile } = await pki.issue("thief", { issuer: root, key: keyKinds.p256 });
    const key = await forgeKey(pki, { from: good.privateKeyFile, own: privateKeyFile });
    for (const version of ["-tls1_2", "-tls1_3"]) {
      const server = (key: string) =>
        opensslServer(openssl, ["-cert", good.certificateFile, "-key", key, version]);
      await using honest = await server(good.privateKeyFile);
      (await connect(honest, { options: trusting(root.certificateFile) })).close();
      await using peer = await server(key);
      assertEquals(await refusal(peer, trusting(root.certificateFile)), verifyFailed, version);
      assertEquals(await refusal(peer, optionsOf(["+tla", "-ic"])), verifyFailed, version);
    }
  },
});

peerTest("a version 1 certificate forged with the name of a trusted authority is refused", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const key = keyKinds.p256;
    const root = await pki.authority("root", { key, subject: "/CN=Authority" });
    const forger = await pki.authority("forger", { key, subject: "/CN=Authority" });
    const kinds = { v1: [], v3: ["basicConstraints=CA:FALSE"] };
    for (const [name, extensions] of Object.entries(kinds)) {
      const { certificateFile, privateKeyFile } = await pki.issue(name, { issuer: forger, key, extensions });
      await using peer = await opensslServer(openssl, ["-cert", certificateFile, "-key", privateKeyFile]);
      assertEquals(await refusal(peer, trusting(root.certificateFile)), verifyFailed, name);
    }
  },
});

peerTest("a refusal says why", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const key = keyKinds.p256;
    const root = await pki.authority("root", { key });
    const old = await pki.issue("old", { issuer: root, key, notAfter: "20210101000000Z" });
    await using peer = await opensslServer(openssl, [
      "-cert",
      old.certificateFile,
      "-key",
      old.privateKeyFile,
    ]);
    const error = await assertRejects(
      () => connect(peer, { options: trusting(root.certificateFile) }),
      DicomError,
    );
    assertEquals(
      error.message,
      'Certificate of the peer was not accepted: certificate has expired for "CN=old" at depth 0 ' +
        "(it ended at 2021-01-01 00:00:00 UTC)",
    );
  },
});

peerTest("what is not understood is refused, but left to an engine that may understand it", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const key = keyKinds.p256;
    const fence = "nameConstraints=critical,permitted;DNS:example";
    const extensions = ["basicConstraints=critical,CA:TRUE", "subjectKeyIdentifier=hash", fence];
    const root = await pki.authority("root", { key, extensions });
    const server = await pki.issue("server", { issuer: root, key });
    await using peer = await opensslServer(openssl, [
      "-cert",
      server.certificateFile,
      "-key",
      server.privateKeyFile,
    ]);
    const error = await assertRejects(
      () => connect(peer, { options: trusting(root.certificateFile) }),
      TlsEngineLimitError,
    );
    assertEquals(formatCondition(error.condition), verifyFailed);
  },
});

const signatures = {
  "SHA-3": { key: keyKinds.rsa2048, digest: "sha3-256" },
  "SHA-1 with P-384": { key: keyKinds.p384, digest: "sha1" },
  "SHA-224 with P-521": {
    key: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
    digest: "sha224",
  },
};

peerTest("a signature that the runtime cannot check is left to an engine that may know it", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    for (const [name, { key, digest }] of Object.entries(signatures)) {
      const root = await pki.authority(`root ${name}`, { key });
      const { certificateFile, privateKeyFile } = await pki.issue(name, {
        issuer: root,
        key: keyKinds.p256,
        digest,
      });
      const own = ["-cert", certificateFile, "-key", privateKeyFile, "-cipher", "ALL:@SECLEVEL=0"];
      await using peer = await opensslServer(openssl, own);
      const options = trusting(root.certificateFile);
      const error = await assertRejects(
        () => connect(peer, { options }),
        TlsEngineLimitError,
        undefined,
        name,
      );
      assertEquals(formatCondition(error.condition), verifyFailed);
    }
  },
});

peerTest("the peer's intermediate certificates may come in any order, among others", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const key = keyKinds.p256;
    const root = await pki.authority("root", { key });
    const upper = await pki.authority("upper", { key, issuer: root });
    const lower = await pki.authority("lower", { key, issuer: upper });
    const leaf = await pki.issue("leaf", { key, issuer: lower });
    await pki.issue("stray", { key });
    for (const order of [["upper", "lower"], ["stray", "root", "upper", "stray", "lower"]]) {
      const chain = await pki.join("chain.pem", order.map((name) => pki.path(`${name}.pem`)));
      const own = ["-cert", leaf.certificateFile, "-key", leaf.privateKeyFile];
      await using peer = await opensslServer(openssl, [...own, "-cert_chain", chain]);
      (await connect(peer, { options: trusting(root.certificateFile) })).close();
    }
  },
});

peerTest("more certificates than the runtime takes are left to an engine that may take them", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const key = keyKinds.p256;
    const root = await pki.authority("root", { key });
    const leaf = await pki.issue("leaf", { key, issuer: root });
    const chain = await pki.join("chain.pem", Array(200).fill(root.certificateFile));
    const own = ["-cert", leaf.certificateFile, "-key", leaf.privateKeyFile, "-cert_chain", chain];
    await using peer = await opensslServer(openssl, own);
    const error = await assertRejects(
      () => connect(peer, { options: trusting(root.certificateFile) }),
      TlsEngineLimitError,
    );
    assertEquals(formatCondition(error.condition), verifyFailed);
  },
});

peerTest("the host's name is checked where that is asked for", {
  needs,
  async fn({ openssl }) {
    await using pki = await Pki.open();
    const key = keyKinds.p256;
    const extensions = (names: string) => ["basicConstraints=CA:FALSE", `subjectAltName=${names}`];
    const root = await pki.authority("root", { key });
    for (const [names, isRight] of [["IP:127.0.0.1", true], ["DNS:127.0.0.1,IP:127.0.0.2", false]] as const) {
      const name = isRight ? "right" : "wrong";
      const server = await pki.issue(name, { issuer: root, key, extensions: extensions(names) });
      const args = ["-cert", server.certificateFile, "-key", server.privateKeyFile];
      await using peer = await opensslServer(openssl, args);
      const options = { ...trusting(root.certificateFile), verifyHostname: true };
      if (isRight) (await connect(peer, { options })).close();
      else assertEquals(await refusal(peer, options), verifyFailed);
    }
  },
});

peerTest("where no connection can be made, it is said in the words of whoever dials", {
  needs,
  async fn() {
    const words = new DicomError({ module: 6, code: 1, text: "Nobody is there" });
    using prepared = await new RustlsEngine().prepare(optionsOf(["+tla", "-ic"]), {
      log: () => {},
      readPassword: () => Promise.resolve(undefined),
    });
    const port = freePort();
    const dial = () => Promise.reject(words);
    const target = { host: "127.0.0.1", port, addressFamily: "any", dial, log: () => {} } as const;
    assertEquals(await assertRejects(() => prepared.connect(target)), words);
  },
});
