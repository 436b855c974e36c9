/** What the system keeps for sockets of this process, asked of the C library of Linux. */
import { assertEquals } from "@std/assert";

/** Where this can be asked. */
export const canAskForBuffers = Deno.build.os === "linux";

/** SO_SNDBUF and SO_RCVBUF. */
export interface Buffers {
  readonly sendBytes: number;
  readonly receiveBytes: number;
}

const symbols = {
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getpeername: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  getsockopt: { parameters: ["i32", "i32", "i32", "buffer", "buffer"], result: "i32" },
} as const;

/** The buffers of the only socket that is connected to this port, and from the other one if that is given. */
export function buffersOf({ peerPort, localPort }: { peerPort: number; localPort?: number }): Buffers {
  const library = Deno.dlopen(`/lib/${Deno.build.arch}-linux-gnu/libc.so.6`, symbols);
  const { getsockname, getpeername, getsockopt } = library.symbols;
  const address = new Uint8Array(128);
  const portOf = (ask: typeof getsockname, socket: number) => {
    const isIp = ask(socket, address, Uint32Array.of(128)) === 0 && [2, 10].includes(address[0]);
    return isIp ? new DataView(address.buffer).getUint16(2) : undefined;
  };
  const sockets = Array.from({ length: 1024 }, (_, socket) => socket).filter((socket) =>
    portOf(getpeername, socket) === peerPort &&
    (localPort === undefined || portOf(getsockname, socket) === localPort)
  );
  assertEquals(sockets.length, 1, "so many sockets are connected to it");
  const valueOf = (option: number) => {
    const value = new Int32Array(1);
    assertEquals(getsockopt(sockets[0], 1, option, value, Uint32Array.of(4)), 0);
    return value[0];
  };
  const buffers = { sendBytes: valueOf(7), receiveBytes: valueOf(8) };
  library.close();
  return buffers;
}
