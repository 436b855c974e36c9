/** How the engine of the runtime moves bytes, over each kind of connection. */
import { assert, assertEquals, assertRejects } from "@std/assert";
import { peerTest } from "../support/peers.ts";
import { opensslProgram, Pki } from "../support/pki.ts";
import { connect, serve } from "../support/rustls_connection.ts";

const needs = { openssl: opensslProgram() };

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
