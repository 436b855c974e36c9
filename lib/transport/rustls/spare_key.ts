/**
 * A key that belongs to nobody.
 *
 * @module
 */

let made: Promise<string> | undefined;

/**
 * A private key, in PEM, that no certificate was made for. Before its first key the runtime gathers randomness for
 * some 20 ms, here on another thread; the first handshake would do that while everything waits. So ask early.
 */
export function spareKey(): Promise<string> {
  if (!made) {
    made = newKey();
    // whoever needs it is told
    made.catch(() => {});
  }
  return made;
}

async function newKey(): Promise<string> {
  const curve = { name: "ECDSA", namedCurve: "P-256" };
  const { privateKey } = await crypto.subtle.generateKey(curve, true, ["sign", "verify"]);
  const encoded = new Uint8Array(await crypto.subtle.exportKey("pkcs8", privateKey));
  return `-----BEGIN PRIVATE KEY-----\n${encoded.toBase64()}\n-----END PRIVATE KEY-----\n`;
}
