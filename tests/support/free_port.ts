/**
 * Ports for foreign servers, which cannot be asked to choose one.
 *
 * They lie below those that systems hand out by themselves, so that no connection takes one in the moment between
 * its choice and its use, and every test process begins somewhere else.
 */
const first = 20_000;
const count = 12_000;
let next = Math.floor(Math.random() * count);

/** A port that nobody listens to, and that nobody here gets a second time. */
export function freePort(): number {
  for (let attempts = 0; attempts < count; attempts++) {
    const port = first + next++ % count;
    if (isFree(port)) return port;
  }
  throw new Error("Cannot find a free port");
}

function isFree(port: number): boolean {
  try {
    // On all addresses, as most foreign servers do
    Deno.listen({ port }).close();
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.AddrInUse) return false;
    throw error;
  }
}
