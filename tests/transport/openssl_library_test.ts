import { assert, assertEquals } from "@std/assert";
import { libraryCandidates, openLibrary } from "../../lib/transport/openssl/library.ts";

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
