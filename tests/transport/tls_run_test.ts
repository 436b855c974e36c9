/** Whole runs over TLS: several associations, signals, and secrets that stay secret. */
import { assert, assertEquals, assertStringIncludes } from "@std/assert";
import { keepInMemory } from "../../scripts/receiver/objects.ts";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { testObject } from "../fault/objects.ts";
import { until } from "../support/foreign_scp.ts";
import { runInProcess } from "../support/in_process.ts";
import { dcmtkProgram, peerTest } from "../support/peers.ts";
import { endEntityExtensions, keyKinds, Pki } from "../support/pki.ts";
import { Storescp } from "../support/storescp.ts";
import { TlsFront } from "../support/tls_front.ts";
import { tableNeeds } from "../support/tls_table.ts";

const engines = ["openssl", "rustls"];
const { openssl, libssl } = tableNeeds;
const objects = Array.from({ length: 12 }, (_, index) => testObject(index + 1, 30_000));

async function writeObjects(folder: string): Promise<string[]> {
  const paths = objects.map(({ instanceUid }) => `${folder}/${instanceUid}`);
  for (const [index, { file }] of objects.entries()) await Deno.writeFile(paths[index], file);
  return paths;
}

peerTest("every object arrives once over several associations, with either engine", {
  needs: { openssl, libssl },
  async fn() {
    await using pki = await Pki.open();
    const identity = await pki.issue("server", { key: keyKinds.p256 });
    const paths = await writeObjects(pki.folder);
    for (const engine of engines) {
      await using receiver = await Receiver.start({ keep: keepInMemory });
      await using front = await TlsFront.start(receiver.port, { identity });
      const tls = ["--tls-engine", engine, "+tla", "+cf", identity.certificateFile];
      const ran = await runInProcess([...tls, "--associations", "4", "127.0.0.1", `${front.port}`, ...paths]);
      assertEquals(ran, { code: 0, stdout: "", stderr: "" }, engine);
      const arrived = receiver.objects.filter(({ complete }) => complete);
      const uids = arrived.map(({ command }) => command.affectedSopInstanceUid ?? "");
      assertEquals(uids.toSorted(), objects.map(({ instanceUid }) => instanceUid).toSorted(), engine);
      for (const { instanceUid, dataSet } of objects) {
        assertEquals(arrived[uids.indexOf(instanceUid)].kept.bytes, dataSet, instanceUid);
      }
      assertEquals([receiver.associations.length, receiver.problems], [4, []], engine);
    }
  },
});

peerTest("a host that brings its own port is looked for in the certificate without it", {
  needs: { openssl, libssl },
  async fn() {
    await using pki = await Pki.open();
    const extensions = [...endEntityExtensions, "subjectAltName=IP:127.0.0.1"];
    const identity = await pki.issue("server", { key: keyKinds.p256, extensions });
    const [path] = await writeObjects(pki.folder);
    for (const engine of engines) {
      await using receiver = await Receiver.start();
      await using front = await TlsFront.start(receiver.port, { identity });
      const tls = ["--tls-engine", engine, "+tla", "+cf", identity.certificateFile, "--verify-hostname"];
      const ran = await runInProcess([...tls, `127.0.0.1:${front.port}`, "104", path]);
      assertEquals(ran, { code: 0, stdout: "", stderr: "" }, engine);
    }
  },
});

peerTest("several associations that rustls cannot make are all made by OpenSSL", {
  needs: { openssl, libssl, storescp: dcmtkProgram("storescp") },
  async fn({ storescp }) {
    await using pki = await Pki.open();
    const { certificateFile, privateKeyFile } = await pki.issue("old", { key: keyKinds.rsa1024 });
    const paths = await writeObjects(pki.folder);
    const args = ["--fork", "+tls", privateKeyFile, certificateFile, "-ic"];
    await using receiver = await Storescp.start(storescp, args);
    const options = ["-v", "+tla", "+cf", certificateFile, "--associations", "4"];
    const { code, stderr, stdout } = await runInProcess([
      ...options,
      "127.0.0.1",
      `${receiver.port}`,
      ...paths,
    ]);
    assertEquals(code, 0, stderr);
    const lines = (stdout + stderr).split("\n");
    const count = (text: string) => lines.filter((line) => line.includes(text)).length;
    assertEquals(count("Received Store Response (Success)"), objects.length);
    assertEquals(count("trying the TLS engine openssl"), 1);
    assertEquals(count("F: "), 0);
  },
});

const main = new URL("../../main.ts", import.meta.url).pathname;

/** Runs the program until something is so, sends it a signal, and gives back its exit code. */
async function interrupt(args: readonly string[], when: () => boolean): Promise<number> {
  const command = new Deno.Command(Deno.execPath(), {
    args: ["run", "--allow-all", main, ...args],
    stdout: "null",
    stderr: "null",
  });
  const process = command.spawn();
  await until(when);
  process.kill("SIGINT");
  return (await process.status).code;
}

peerTest("a signal ends the program while hands are shaken, and in the middle of an object", {
  needs: { openssl, libssl },
  async fn() {
    await using pki = await Pki.open();
    const identity = await pki.issue("server", { key: keyKinds.p256 });
    const [path] = await writeObjects(pki.folder);
    for (const engine of engines) {
      const tls = ["--tls-engine", engine, "+tla", "+cf", identity.certificateFile, "127.0.0.1"];
      let connections = 0;
      using listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
      const held: Deno.TcpConn[] = [];
      const holding = (async () => {
        for await (const connection of listener) {
          held.push(connection);
          await connection.read(new Uint8Array(1024));
          connections++;
        }
      })();
      assertEquals(await interrupt([...tls, `${listener.addr.port}`, path], () => connections > 0), 130);
      listener.close();
      await holding;
      held.forEach((connection) => connection.close());

      let isInside = false;
      await using receiver = await Receiver.start({
        keep: keepInMemory,
        misbehave: (point) => {
          if (point.at !== "response") return undefined;
          isInside = true;
          return "stall";
        },
      });
      await using front = await TlsFront.start(receiver.port, { identity });
      assertEquals(await interrupt([...tls, `${front.port}`, path], () => isInside), 130);
      await receiver.idle();
      assert(receiver.associations[0], "expected an association");
    }
  },
});

peerTest("no secret is told at any level, be the password right or wrong", {
  needs: { openssl, libssl },
  async fn() {
    await using pki = await Pki.open();
    const identity = await pki.issue("server", { key: keyKinds.p256 });
    const client = await pki.issue("client", { extensions: endEntityExtensions });
    const password = "Xyzzy-4711-open-sesame";
    const encrypted = pki.path("encrypted.key");
    const pkcs8 = ["pkcs8", "-topk8", "-in", client.privateKeyFile, "-passout", `pass:${password}`];
    await pki.openssl([...pkcs8, "-out", encrypted]);
    const keyLines = (await Deno.readTextFile(client.privateKeyFile)).split("\n").filter((it) =>
      !/^-|^$/.test(it)
    );
    const [path] = await writeObjects(pki.folder);
    await using receiver = await Receiver.start();
    await using front = await TlsFront.start(receiver.port, { identity });
    for (const engine of engines) {
      for (const typed of [password, "Xyzzy-wrong-0815"]) {
        const report = pki.path(`${engine}.json`);
        const logging = ["-ll", "trace", "--report-json", report, "--tls-engine", engine];
        const tls = [
          "+tls",
          encrypted,
          client.certificateFile,
          "+pw",
          typed,
          "+cf",
          identity.certificateFile,
        ];
        const ran = await runInProcess([...logging, ...tls, "127.0.0.1", `${front.port}`, path]);
        assertEquals(ran.code, typed === password ? 0 : 1, ran.stderr);
        const text = ran.stdout + ran.stderr + await Deno.readTextFile(report);
        assertStringIncludes(text, typed === password ? "Received Store Response" : "Unable to load private");
        for (const secret of [password, typed, ...keyLines]) {
          assert(!text.includes(secret), `${engine}: ${secret}`);
        }
      }
    }
  },
});
