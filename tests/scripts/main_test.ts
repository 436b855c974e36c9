/** The program as people run it: from the repository, from a URL, and as a bundle. */
import { assertEquals, assertRejects, assertStringIncludes } from "@std/assert";
import { bundle, bundleSplit } from "../../scripts/bundle.ts";
import { demo } from "../../scripts/demo/demo.ts";
import { sendPermissions } from "../../scripts/ship/permissions.ts";
import { project, root } from "../../scripts/ship/project.ts";
import { peerTest } from "../support/peers.ts";
import { opensslProgram } from "../support/pki.ts";
import { type Ran, runProgram } from "../support/run_program.ts";
import { ShellWorld } from "../support/shell_world.ts";

/** Runs Deno in an empty folder, where no configuration of ours is found. */
async function denoRun(...args: string[]): Promise<Ran> {
  const cwd = await Deno.makeTempDir();
  try {
    return await runProgram(Deno.execPath(), ["run", ...args], { cwd, env: { NO_COLOR: "1" } });
  } finally {
    await Deno.remove(cwd, { recursive: true });
  }
}

/** Serves a folder on a free port of the loopback interface. */
function serve(folder: string): { port: number; [Symbol.asyncDispose](): Promise<void> } {
  const types = { ts: "application/typescript", js: "text/javascript" };
  const server = Deno.serve({ port: 0, hostname: "127.0.0.1", onListen: () => {} }, async (request) => {
    const { pathname } = new URL(request.url);
    try {
      const body = await Deno.readFile(`${folder}${pathname}`);
      const type = types[pathname.slice(-2) as keyof typeof types];
      return new Response(body, { headers: { "content-type": type } });
    } catch {
      return new Response("Not found", { status: 404 });
    }
  });
  return { port: server.addr.port, [Symbol.asyncDispose]: () => server.shutdown() };
}

/** Says the version, and not a word on the error stream. */
function assertVersion({ code, stdout, stderr }: Ran): void {
  assertEquals({ code, stderr }, { code: 0, stderr: "" });
  assertStringIncludes(stdout, "storescu");
  assertStringIncludes(stdout, project().version);
}

/** Sends everything there is by `deno run` and these arguments, with the rights of a send and no others. */
async function assertSends(...args: string[]): Promise<void> {
  const { code, problems, files } = await demo([Deno.execPath(), "run", ...sendPermissions, ...args]);
  const fates = files.map(({ name, fate }) => `${name} ${fate}`);
  const wanted = files.map(({ name }) => `${name} ${name.endsWith(".dcm") ? "identical" : "left out"}`);
  assertEquals({ code, problems, fates }, { code: 0, problems: [], fates: wanted });
}

/** Loads nothing of Node at its start, and tells nothing of the machine that made it. */
function assertLean(bundle: string): void {
  assertEquals(bundle.match(/from ?"node:|import ?"node:|[^"]*\/npm\/|[^"]*\.cache/g), null);
  assertEquals(bundle.includes(root), false);
}

Deno.test("the program sends from the repository, with no rights but those of a send", async () => {
  await assertSends("main.ts");
});

Deno.test("the bundle runs alone, from a path and from a URL", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await bundle(`${folder}/storescu.js`);
    assertLean(Deno.readTextFileSync(`${folder}/storescu.js`));
    assertVersion(await denoRun("--no-npm", "--no-remote", `${folder}/storescu.js`, "--version"));
    await assertSends("--no-npm", "--no-remote", `${folder}/storescu.js`);
    await using server = serve(folder);
    const url = `http://127.0.0.1:${server.port}/storescu.js`;
    assertVersion(await denoRun("--quiet", "--no-npm", "--allow-import", url, "--version"));
    await assertSends("--quiet", "--no-npm", "--allow-import", url);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("the bundle in parts runs alone, and reads little for a little answer", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const old = `${folder}/chunk-ABCDEFGH.js`;
    Deno.writeTextFileSync(old, "");
    await bundleSplit(folder);
    await assertRejects(() => Deno.stat(old), Deno.errors.NotFound);
    const main = `${folder}/main.js`;
    assertVersion(await denoRun("--no-npm", "--no-remote", main, "--version"));
    await assertSends("--no-npm", "--no-remote", main);
    assertEquals(Deno.statSync(main).size < 100_000, true);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

peerTest("the bundle speaks TLS", {
  needs: { openssl: opensslProgram() },
  fn: async () => {
    await using world = await ShellWorld.make({ clone: false, tls: true });
    await bundle(`${world.folder}/storescu.js`);
    const own = ["+tls", "key.pem", "cert.pem", "+cf", "ca.pem", "--verify-hostname"];
    const run = ["run", "--no-npm", "--no-remote", ...sendPermissions, "storescu.js"];
    for (const options of [own, ["+tla", "-ic"], ["+tla", "+cf", "ca.pem"]]) {
      const args = [...run, "-q", ...options, "127.0.0.1", `${world.tlsPort}`, "image.dcm"];
      const ran = await runProgram(Deno.execPath(), args, { cwd: world.folder, env: { NO_COLOR: "1" } });
      assertEquals(ran, { code: 0, stdout: "", stderr: "" }, options.join(" "));
    }
    assertEquals(world.receiver.received.completeObjects, 3);
  },
});

Deno.test("the program runs from a URL", async () => {
  await using server = serve(root);
  const url = `http://127.0.0.1:${server.port}/main.ts`;
  assertVersion(await denoRun("--quiet", "--allow-import", url, "--version"));
  await assertSends("--quiet", "--allow-import", url);
});
