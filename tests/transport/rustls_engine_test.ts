/** What the engine of the runtime must never do, and how it moves bytes. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import { RustlsEngine } from "../../lib/transport/rustls/engine.ts";
import type { TlsNotice, TlsOptions, TlsTarget } from "../../lib/transport/tls.ts";
import type { Transport } from "../../lib/transport/transport.ts";
import { peerTest } from "../support/peers.ts";
import { keyKinds, opensslProgram, Pki } from "../support/pki.ts";
import { dial, optionsOf } from "../support/tls_oracle.ts";
import { freePort, opensslServer } from "../support/tls_peers.ts";

const needs = { openssl: opensslProgram() };

/** Connects, with everything that is told on the way. */
async function connect(
  peer: { port: number },
  { options, notices = [], addressFamily }: {
    options: TlsOptions;
    notices?: TlsNotice[];
    addressFamily?: TlsTarget["addressFamily"];
  },
): Promise<Transport> {
  const log = (notice: TlsNotice) => notices.push(notice);
  using prepared = await new RustlsEngine().prepare(options, { log, readPassword: () => undefined });
  return await prepared.connect({ host: "127.0.0.1", port: peer.port, addressFamily, dial, log });
}

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

const trusting = (file: string) => optionsOf(["+tla", "+cf", file]);

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

peerTest("a refusal says why, and what is not honoured is told before", {
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
    const notices: TlsNotice[] = [];
    await assertRejects(
      () => connect(peer, { options: trusting(root.certificateFile), notices }),
      DicomError,
    );
    assertEquals(
      notices.filter(({ severity }) => severity === "info").map(({ text }) => text),
      [
        'Certificate of the peer was not accepted: certificate has expired for "CN=old" at depth 0 ' +
        "(it ended at 2021-01-01 00:00:00 UTC)",
      ],
    );
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

/** A TLS server of the runtime, that does with a connection what it is told. */
async function serve(
  pki: Pki,
  talk: (connection: Deno.TlsConn) => Promise<void>,
): Promise<AsyncDisposable & { readonly port: number; readonly trusting: TlsOptions }> {
  const root = await pki.authority("root", { key: keyKinds.p256 });
  const server = await pki.issue("server", { issuer: root, key: keyKinds.p256 });
  const listener = Deno.listenTls({
    hostname: "127.0.0.1",
    port: 0,
    cert: await Deno.readTextFile(server.certificateFile),
    key: await Deno.readTextFile(server.privateKeyFile),
  });
  const serving = (async () => {
    for await (using connection of listener) await talk(connection);
  })();
  return {
    port: listener.addr.port,
    trusting: trusting(root.certificateFile),
    async [Symbol.asyncDispose]() {
      listener.close();
      await serving;
    },
  };
}

const byteAt = (position: number, run: number) => (position + Math.floor(position / run) * 31) & 0xff;

/** The runtime's own socket below TLS, and any other connection. */
const carriers = { "over a socket": "any", "over a connection": undefined } as const;

for (const [carrier, addressFamily] of Object.entries(carriers)) {
  peerTest(`bytes arrive whole and in order, both ways, while the caller uses its memory again, ${carrier}`, {
    needs,
    async fn() {
      await using pki = await Pki.open();
      await using peer = await serve(pki, async (connection) => {
        await connection.readable.pipeTo(connection.writable);
      });
      const transport = await connect(peer, { options: peer.trusting, addressFamily });
      const runs = 60;
      const chunk = new Uint8Array(256 * 1024 + 7);
      const received = (async () => {
        let position = 0;
        for await (const piece of transport.readable) {
          assert(
            piece.every((byte, index) => byte === byteAt(position + index, chunk.length)),
            `At ${position}`,
          );
          position += piece.length;
        }
        return position;
      })();
      const writer = transport.writable.getWriter();
      for (let run = 0; run < runs; run++) {
        for (let index = 0; index < chunk.length; index++) {
          chunk[index] = byteAt(run * chunk.length + index, chunk.length);
        }
        await writer.write(chunk);
        chunk.fill(0xee);
      }
      await writer.close();
      assertEquals(await received, runs * chunk.length);
      transport.close();
      transport.close();
    },
  });

  peerTest(`a peer that reads nothing makes the sender wait, ${carrier}`, {
    needs,
    async fn() {
      await using pki = await Pki.open();
      const released = Promise.withResolvers<void>();
      await using peer = await serve(pki, async (connection) => {
        await connection.handshake();
        await released.promise;
      });
      const transport = await connect(peer, { options: peer.trusting, addressFamily });
      const writer = transport.writable.getWriter();
      const chunk = new Uint8Array(256 * 1024);
      let settled = 0;
      let end: unknown;
      const sending = (async () => {
        for (;;) {
          await writer.write(chunk);
          settled++;
        }
      })().catch((error) => end = error);
      let before: number;
      do {
        before = settled;
        await new Promise((resolve) => setTimeout(resolve, 200));
      } while (settled > before);
      assert(
        settled * chunk.length < 32 * 1024 * 1024,
        `${settled} writes were taken by a peer that reads nothing`,
      );
      transport.close();
      await sending;
      assert(end instanceof Error);
      released.resolve();
    },
  });

  peerTest(`a peer that sends without end is no burden, ${carrier}`, {
    needs,
    async fn() {
      await using pki = await Pki.open();
      await using peer = await serve(pki, async (connection) => {
        await assertRejects(async () => {
          for (;;) await connection.write(new Uint8Array(65536));
        });
      });
      const transport = await connect(peer, { options: peer.trusting, addressFamily });
      await new Promise((resolve) => setTimeout(resolve, 300));
      await assertRejects(async () => await Array.fromAsync(transport.readable), Error, "nobody reads");
      transport.close();
    },
  });

  peerTest(`what a peer sends before it hangs up is read, and then the end, ${carrier}`, {
    needs,
    async fn() {
      await using pki = await Pki.open();
      await using peer = await serve(pki, async (connection) => {
        for (let run = 0; run < 8; run++) await connection.write(new Uint8Array(65536));
        connection.closeWrite();
      });
      const transport = await connect(peer, { options: peer.trusting, addressFamily });
      await new Promise((resolve) => setTimeout(resolve, 200));
      const pieces = await Array.fromAsync(transport.readable);
      assertEquals(pieces.reduce((sum, { length }) => sum + length, 0), 8 * 65536);
      transport.close();
    },
  });

  peerTest(`a peer that is gone is noticed by whoever reads and by whoever writes, ${carrier}`, {
    needs,
    async fn() {
      await using pki = await Pki.open();
      await using peer = await serve(pki, async (connection) => {
        await connection.handshake();
      });
      const transport = await connect(peer, { options: peer.trusting, addressFamily });
      const { done } = await transport.readable.getReader().read();
      assertEquals(done, true);
      const writer = transport.writable.getWriter();
      await assertRejects(async () => {
        for (let run = 0; run < 100; run++) await writer.write(new Uint8Array(256 * 1024));
      });
      transport.close();
    },
  });
}

peerTest("where no connection can be made, it is said in the words of whoever dials", {
  needs,
  async fn() {
    const words = new DicomError({ module: 6, code: 1, text: "Nobody is there" });
    using prepared = await new RustlsEngine().prepare(optionsOf(["+tla", "-ic"]), {
      log: () => {},
      readPassword: () => undefined,
    });
    const port = freePort();
    const dial = () => Promise.reject(words);
    const target = { host: "127.0.0.1", port, addressFamily: "any", dial, log: () => {} } as const;
    assertEquals(await assertRejects(() => prepared.connect(target)), words);
  },
});
