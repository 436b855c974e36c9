/** What a ClientHello offers (RFC 8446, Section 4.1.2), without what is random in it. */
export interface ClientHello {
  readonly version: number;
  readonly suites: readonly string[];
  /** Types with their content; of key shares only the groups are told. */
  readonly extensions: readonly (readonly [type: number, content: string])[];
}

const keyShare = 51;
const serverName = 0;

class Cursor {
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get isAtEnd(): boolean {
    return this.#at >= this.#view.byteLength;
  }

  uint8(): number {
    return this.#view.getUint8(this.#at++);
  }

  uint16(): number {
    this.#at += 2;
    return this.#view.getUint16(this.#at - 2);
  }

  bytes(length: number): Uint8Array {
    this.#at += length;
    return new Uint8Array(this.#view.buffer, this.#view.byteOffset + this.#at - length, length);
  }
}

/** Reads a record with a ClientHello in one piece. */
export function readClientHello(record: Uint8Array): ClientHello {
  const cursor = new Cursor(record);
  const recordHeader = 5, handshakeHeader = 4, random = 32;
  cursor.bytes(recordHeader + handshakeHeader);
  const version = cursor.uint16();
  cursor.bytes(random);
  cursor.bytes(cursor.uint8());
  const suites = cursor.bytes(cursor.uint16()).toHex().match(/..../g) ?? [];
  cursor.bytes(cursor.uint8());
  const extensions: [number, string][] = [];
  const rest = new Cursor(cursor.bytes(cursor.uint16()));
  while (!rest.isAtEnd) {
    const type = rest.uint16();
    const content = rest.bytes(rest.uint16());
    extensions.push([type, type === keyShare ? groupsOf(content) : content.toHex()]);
  }
  return { version, suites, extensions };
}

function groupsOf(content: Uint8Array): string {
  const cursor = new Cursor(content);
  const groups: string[] = [];
  for (cursor.uint16(); !cursor.isAtEnd; cursor.bytes(cursor.uint16())) {
    groups.push(cursor.uint16().toString(16));
  }
  return groups.join(" ");
}

/** The server name that is asked for (RFC 6066, Section 3); `undefined` where none is. */
export function serverNameOf({ extensions }: ClientHello): string | undefined {
  const [, content] = extensions.find(([type]) => type === serverName) ?? [];
  if (content === undefined) return undefined;
  const listAndNameHeader = 5;
  return new TextDecoder().decode(Uint8Array.fromHex(content).subarray(listAndNameHeader));
}
