import { existsSync } from "node:fs";
import { assert, assertEquals, assertMatch, assertThrows } from "@std/assert";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import { libraryCandidates, openLibrary } from "../../lib/transport/openssl/library.ts";
import { peerTest } from "../support/peers.ts";

const permissions = "none";

Deno.test({
  name: "Libraries are looked for where the system keeps them, newer versions first",
  permissions,
  fn() {
    const linux = libraryCandidates({ os: "linux", arch: "aarch64" });
    assertEquals(linux[0], {
      ssl: "/usr/lib/aarch64-linux-gnu/libssl.so.3",
      crypto: "/usr/lib/aarch64-linux-gnu/libcrypto.so.3",
    });
    assertEquals(linux.at(-1), { ssl: "libssl.so.1.1", crypto: "libcrypto.so.1.1" });
    const mac = libraryCandidates({ os: "darwin", arch: "aarch64" });
    assertEquals(mac[0].ssl, "/opt/homebrew/opt/openssl@3/lib/libssl.3.dylib");
  },
});

Deno.test({
  name: "Outside of Linux nothing is loaded by a bare name, which others might plant",
  permissions,
  fn() {
    for (const os of ["darwin", "windows"] as const) {
      const names = libraryCandidates({ os, arch: "x86_64" }).flatMap(({ ssl, crypto }) => [ssl, crypto]);
      assert(names.length > 0);
      assertEquals(names.filter((name) => !/^(\/|C:\\)/.test(name)), []);
    }
  },
});

Deno.test({
  name: "The user says where the library is, by its directory or its file",
  permissions,
  fn() {
    assertEquals(libraryCandidates({ os: "linux", arch: "x86_64", override: "/opt/ssl/lib/libssl.so.3" }), [
      { ssl: "/opt/ssl/lib/libssl.so.3", crypto: "/opt/ssl/lib/libcrypto.so.3" },
    ]);
    assertEquals(libraryCandidates({ os: "windows", arch: "x86_64", override: "D:\\ssl" })[0], {
      ssl: "D:\\ssl\\libssl-3-x64.dll",
      crypto: "D:\\ssl\\libcrypto-3-x64.dll",
    });
  },
});

Deno.test({
  name: "Without permission nothing is opened, and the permission is named",
  permissions,
  fn() {
    assertEquals(openLibrary({ os: "linux", arch: "x86_64" }), {
      kind: "missing",
      reason:
        "it needs --allow-ffi; install OpenSSL (package libssl3), or set STORESCU_OPENSSL_LIB to its directory",
    });
  },
});

Deno.test({
  name: "A library that is not there is a reason, not an exception",
  permissions: { ffi: true },
  fn() {
    const opened = openLibrary({ os: "linux", arch: "x86_64", override: "/no/such/folder" });
    assert(opened.kind === "missing" && opened.reason.includes("/no/such/folder"), JSON.stringify(opened));
  },
});

/** Hides a function: its name is still there, but another one. */
function withoutFunction(library: Uint8Array, name: string): Uint8Array {
  const latin1 = new TextDecoder("latin1");
  const at = latin1.decode(library).indexOf(`\0${name}\0`);
  assert(at > 0, `${name} is not in the library`);
  const changed = library.slice();
  changed[at + name.length] ^= 1;
  return changed;
}

peerTest("A library that lacks a function that is seldom called is refused by the first one who calls one", {
  needs: { libssl: systemLibrary() },
  async fn({ libssl }) {
    const folder = await Deno.makeTempDir();
    try {
      const changed = withoutFunction(await Deno.readFile(libssl), "SSL_get_verify_result");
      await Deno.writeFile(`${folder}/libssl.so.3`, changed);
      await Deno.copyFile(libssl.replace("libssl", "libcrypto"), `${folder}/libcrypto.so.3`);
      const opened = openLibrary({ os: "linux", arch: "x86_64", override: folder });
      if (opened.kind === "missing") throw new Error(opened.reason);
      const { ssl } = opened.library;
      const error = assertThrows(() => ssl.SSL_get_version, DicomError);
      const text = /^000b:0001 TLS engine openssl cannot be used: .*SSL_get_verify_result/;
      assertMatch(formatCondition(error.condition), text);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});

/** Where OpenSSL 3 is on Linux. */
function systemLibrary(): string | undefined {
  const pairs = libraryCandidates({ os: "linux", arch: Deno.build.arch });
  return pairs.map(({ ssl }) => ssl).find((path) => path.endsWith(".so.3") && existsSync(path));
}
