/**
 * How much the system keeps for a socket on its way. The runtime has no option for that, so that it is done by the C
 * library, where foreign functions are allowed; on Windows it cannot be done, because sockets have no numbers to try.
 *
 * This is a file to audit: a mistake here is not an exception but a crash. A `buffer` is lent for the time of the call,
 * nothing is kept, and nothing calls back.
 *
 * @module
 */
import type { SocketEnds } from "./transport.ts";

/** Lengths to set; what is absent stays as it is. */
export interface SocketBuffers {
  /** What is sent, and not taken by the peer yet: SO_SNDBUF. */
  readonly sendBytes?: number;
  /** What has arrived, and was not read yet: SO_RCVBUF. */
  readonly receiveBytes?: number;
}

const symbols = {
  /** (socket, lent address, lent length of it) -> 0 where the number is a socket's. */
  getsockname: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  /** (socket, lent address, lent length of it) -> 0 where the number is a connected socket's. */
  getpeername: { parameters: ["i32", "buffer", "buffer"], result: "i32" },
  /** (socket, level, option, lent value, length of the value) -> 0 where it was set. */
  setsockopt: { parameters: ["i32", "i32", "i32", "buffer", "u32"], result: "i32" },
} as const satisfies Deno.ForeignLibraryInterface;

type CLibrary = Deno.DynamicLibrary<typeof symbols>;

/** The C library of a system, and its numbers, which are part of the system's binary interface. */
interface System {
  readonly files: readonly string[];
  /** Which byte of an address tells its family, and what it is for the two versions of IP. */
  readonly familyAt: number;
  readonly families: readonly number[];
  readonly level: number;
  readonly sendOption: number;
  readonly receiveOption: number;
}

const systems: Partial<Record<typeof Deno.build.os, System>> = {
  linux: {
    files: [`/lib/${Deno.build.arch}-linux-gnu/libc.so.6`, "/lib64/libc.so.6", "/lib/libc.so.6"],
    familyAt: 0,
    families: [2, 10],
    level: 1,
    sendOption: 7,
    receiveOption: 8,
  },
  darwin: {
    files: ["/usr/lib/libSystem.B.dylib"],
    familyAt: 1,
    families: [2, 30],
    level: 0xffff,
    sendOption: 0x1001,
    receiveOption: 0x1002,
  },
};

/** Room for an address of any family (`sockaddr_storage`). */
const addressBytes = 128;
/** Sockets are looked for among these; a process that has more files open than that goes without. */
const maxDescriptors = 1024;

/** Sets the lengths of a connection's buffers; gives back why that could not be done, if it could not. */
export function setSocketBuffers(ends: SocketEnds, buffers: SocketBuffers): string | undefined {
  const system = systems[Deno.build.os];
  if (!system) return "this system has no way to do it";
  const library = openLibrary(system.files);
  if (typeof library === "string") return library;
  try {
    const socket = findSocket(library, { system, ends });
    if (socket === undefined) return "the socket was not found";
    return setOptions(library, { socket, system, buffers });
  } finally {
    library.close();
  }
}

function setOptions(
  { symbols: { setsockopt } }: CLibrary,
  { socket, system, buffers }: { socket: number; system: System; buffers: SocketBuffers },
): string | undefined {
  const { level, sendOption, receiveOption } = system;
  const wanted = [[sendOption, buffers.sendBytes], [receiveOption, buffers.receiveBytes]] as const;
  for (const [option, bytes] of wanted) {
    if (bytes === undefined) continue;
    const value = Int32Array.of(bytes);
    const isSet = setsockopt(socket, level, option, value, value.byteLength) === 0;
    if (!isSet) return `the system does not take ${bytes} bytes`;
  }
}

/** Opens the C library, which is in the process already; asks for no permission that was not given. */
function openLibrary(files: readonly string[]): CLibrary | string {
  const isAllowed = (path: string) => Deno.permissions.querySync({ name: "ffi", path }).state === "granted";
  const allowed = files.filter(isAllowed);
  let reason = "it needs --allow-ffi";
  for (const file of allowed) {
    try {
      return Deno.dlopen(file, symbols);
    } catch (error) {
      reason = error instanceof Error ? error.message : String(error);
    }
  }
  return reason;
}

/** The number of the socket with these ends: of all that are open, one has both ports. */
function findSocket(
  { symbols }: CLibrary,
  { system, ends }: { system: System; ends: SocketEnds },
): number | undefined {
  const { getsockname, getpeername } = symbols;
  const address = new Uint8Array(addressBytes);
  const length = new Uint32Array(1);
  const portBy = (ask: typeof getsockname, socket: number) => {
    length[0] = addressBytes;
    const isIp = ask(socket, address, length) === 0 && system.families.includes(address[system.familyAt]);
    // It is at the same place in addresses of both versions
    return isIp ? address[2] << 8 | address[3] : undefined;
  };
  const { local, peer } = ends;
  for (let socket = 0; socket < maxDescriptors; socket++) {
    if (portBy(getsockname, socket) === local.port && portBy(getpeername, socket) === peer.port) {
      return socket;
    }
  }
}
