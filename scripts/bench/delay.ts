/**
 * A line with delay and no limit of bandwidth: everything arrives half a round trip later than it was sent. Prints
 * the port it listens on, and ends with its standard input.
 *
 *     deno run --allow-net scripts/bench/delay.ts PORT ROUND_TRIP_MS
 *
 * @module
 */

const [port, roundTripMs] = Deno.args.map(Number);
/** More than bandwidth times delay of any sender here: a bounded line that nobody notices. */
const bytesOnTheLine = 256 << 20;

async function carry(from: Deno.TcpConn, to: Deno.TcpConn): Promise<void> {
  let bytes = 0;
  let delivered = Promise.resolve();
  while (true) {
    if (bytes >= bytesOnTheLine) await delivered;
    const buffer = new Uint8Array(1 << 18);
    const read = await from.read(buffer);
    const due = performance.now() + roundTripMs / 2;
    const portion = read === null ? undefined : buffer.subarray(0, read);
    bytes += read ?? 0;
    const before = delivered;
    delivered = arrival(due).then(() => before).then(() => deliver(to, portion)).then(() => {
      bytes -= read ?? 0;
    });
    if (read === null) break;
  }
  await delivered;
}

function arrival(due: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, Math.max(0, due - performance.now())));
}

async function deliver(to: Deno.TcpConn, bytes: Uint8Array | undefined): Promise<void> {
  if (!bytes) return await to.closeWrite();
  for (let written = 0; written < bytes.length;) written += await to.write(bytes.subarray(written));
}

async function serve(near: Deno.TcpConn): Promise<void> {
  using far = await Deno.connect({ hostname: "127.0.0.1", port });
  using _near = near;
  near.setNoDelay(true);
  far.setNoDelay(true);
  await Promise.allSettled([carry(near, far), carry(far, near)]);
}

async function endWithInput(): Promise<void> {
  for await (const _ of Deno.stdin.readable) { /* nothing is asked here */ }
  Deno.exit(0);
}

const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
await Deno.stdout.write(new TextEncoder().encode(`${listener.addr.port}\n`));
endWithInput();
for await (const connection of listener) serve(connection);
