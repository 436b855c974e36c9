import { assertEquals, assertRejects } from "@std/assert";
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import { conditions } from "../../lib/dictionary/conditions.ts";
import {
  chooseEngine,
  type EngineChoice,
  type EngineSource,
  listCiphers,
  prepareTls,
} from "../../lib/transport/tls_choice.ts";
import {
  type PreparedTls,
  type TlsEngine,
  TlsEngineLimitError,
  type TlsEngineName,
  type TlsOptions,
  type TlsTarget,
  type TlsTools,
} from "../../lib/transport/tls.ts";
import type { Transport } from "../../lib/transport/transport.ts";

const permissions = "none";

const options: TlsOptions = {
  fileFormat: "pem",
  caFiles: [],
  caDirectories: [],
  crlFiles: [],
  crlCheck: "none",
  profile: "bcp195-nd",
  cipherSuites: [],
  verifyPeer: true,
};

interface Behaviour {
  readonly lacks?: readonly string[];
  readonly suites?: readonly string[];
  readonly prepareError?: Error;
  readonly connectError?: Error;
}

/** Tells what is done to it. */
class FakeEngine implements TlsEngine {
  readonly done: string[] = [];

  constructor(readonly name: TlsEngineName, readonly behaviour: Behaviour = {}) {}

  cannotHonour(): readonly string[] {
    return this.behaviour.lacks ?? [];
  }

  async prepare(_options: TlsOptions, { log, readPassword }: TlsTools): Promise<PreparedTls> {
    this.done.push(`password ${await readPassword("Password:")}`);
    log({ severity: "warn", text: "A file is missing" });
    const { prepareError, connectError } = this.behaviour;
    if (prepareError) return Promise.reject(prepareError);
    return Promise.resolve({
      engine: this.name,
      connect: () => {
        this.done.push("connect");
        if (connectError) return Promise.reject(connectError);
        return Promise.resolve(
          { facts: { security: [this.name as string] } } as Partial<Transport> as Transport,
        );
      },
      writeSeed: () => this.done.push("write seed"),
      [Symbol.dispose]: () => this.done.push("dispose"),
    });
  }

  cipherSuites(): readonly string[] {
    return this.behaviour.suites ?? [];
  }
}

const limit = new TlsEngineLimitError(conditions.DCMTLS_EC_OtherSSLError, {
  message: "Certificate is too old",
});
const target = {} as TlsTarget;

function sourceOf(engine: TlsEngine): EngineSource {
  return { name: engine.name, load: () => Promise.resolve({ kind: "engine", engine }) };
}

function missing(name: TlsEngineName, reason: string): EngineSource {
  return { name, load: () => Promise.resolve({ kind: "missing", reason }) };
}

const notAsked: EngineSource = {
  name: "openssl",
  load: () => Promise.reject(new Error("It was asked for")),
};

async function refusal(choice: EngineChoice): Promise<string> {
  return formatCondition((await assertRejects(() => chooseEngine(options, choice), DicomError)).condition);
}

Deno.test({
  name: "The first engine that can do everything is chosen, and others are not even loaded",
  permissions,
  async fn() {
    const chosen = async (wanted: EngineChoice["wanted"], ...engines: EngineSource[]) =>
      (await chooseEngine(options, { wanted, engines })).name;
    const rustls = sourceOf(new FakeEngine("rustls")), openssl = sourceOf(new FakeEngine("openssl"));
    assertEquals(await chosen("auto", rustls, notAsked), "rustls");
    assertEquals(await chosen("rustls", notAsked, rustls), "rustls");
    const unable = sourceOf(new FakeEngine("rustls", { lacks: ["--profile-aes"] }));
    assertEquals(await chosen("auto", unable, openssl), "openssl");
    assertEquals(await chosen("openssl", rustls, openssl), "openssl");
  },
});

Deno.test({
  name: "Where no engine can do everything, the options and the remedy are named",
  permissions,
  async fn() {
    const unable = sourceOf(new FakeEngine("rustls", { lacks: ["--profile-aes", "--cipher"] }));
    assertEquals(
      await refusal({ wanted: "auto", engines: [unable, missing("openssl", "it needs --allow-ffi")] }),
      "000b:0001 No TLS engine for these options " +
        "(rustls cannot do --profile-aes, --cipher; openssl cannot be used: it needs --allow-ffi)",
    );
    assertEquals(
      await refusal({ wanted: "rustls", engines: [unable, notAsked] }),
      "000b:0001 No TLS engine for these options (rustls cannot do --profile-aes, --cipher)",
    );
    assertEquals(
      await refusal({ wanted: "openssl", engines: [unable, missing("openssl", "libssl was not found")] }),
      "000b:0001 No TLS engine for these options (openssl cannot be used: libssl was not found)",
    );
  },
});

async function tryAll(available: FakeEngine[], wanted: EngineChoice["wanted"] = "auto") {
  const told: string[] = [];
  let asked = 0;
  const tools: TlsTools = {
    log: ({ text }) => told.push(text),
    readPassword: () => Promise.resolve(`${++asked}`),
  };
  const prepared = await prepareTls(options, { choice: { wanted, engines: available.map(sourceOf) }, tools });
  const { facts } = await prepared.connect(target);
  prepared.writeSeed();
  prepared[Symbol.dispose]();
  return { told, connected: facts.security?.[0], engine: prepared.engine };
}

Deno.test({
  name: "A password is asked for once, but asked for again where there was no answer",
  permissions,
  async fn() {
    const answers = [undefined, "secret", "another"];
    const given: (string | undefined)[] = [];
    const tools: TlsTools = { log() {}, readPassword: () => Promise.resolve(answers.shift()) };
    const engine = new FakeEngine("rustls");
    engine.prepare = async (_options, { readPassword }) => {
      for (let count = 0; count < 3; count++) given.push(await readPassword("Password:"));
      throw limit;
    };
    const engines = [sourceOf(engine)];
    await assertRejects(() => prepareTls(options, { choice: { wanted: "auto", engines }, tools }));
    assertEquals(given, [undefined, "secret", "secret"]);
  },
});

Deno.test({
  name: "An engine that meets a limit of its own is replaced, before or while connecting",
  permissions,
  async fn() {
    for (const behaviour of [{ prepareError: limit }, { connectError: limit }]) {
      const first = new FakeEngine("rustls", behaviour), second = new FakeEngine("openssl");
      assertEquals(await tryAll([first, second]), {
        told: ["A file is missing", "Certificate is too old; trying the TLS engine openssl"],
        connected: "openssl",
        engine: "openssl",
      });
      assertEquals(second.done, ["password 1", "connect", "write seed", "dispose"]);
      assertEquals(
        first.done,
        "connectError" in behaviour ? ["password 1", "connect", "dispose"] : ["password 1"],
      );
    }
  },
});

Deno.test({
  name: "Connections that meet the limit at the same time are all made by the same other engine",
  permissions,
  async fn() {
    const first = new FakeEngine("rustls", { connectError: limit }), second = new FakeEngine("openssl");
    const told: string[] = [];
    const tools: TlsTools = { log: ({ text }) => told.push(text), readPassword: () => Promise.resolve("") };
    using prepared = await prepareTls(options, {
      choice: { wanted: "auto", engines: [first, second].map(sourceOf) },
      tools,
    });
    const connected = await Promise.all([1, 2, 3].map(() => prepared.connect(target)));
    assertEquals(connected.flatMap(({ facts }) => facts.security), ["openssl", "openssl", "openssl"]);
    assertEquals(second.done, ["password ", "connect", "connect", "connect"]);
    assertEquals(told, ["A file is missing", "Certificate is too old; trying the TLS engine openssl"]);
    await prepared.connect(target);
    assertEquals(first.done, ["password ", "connect", "connect", "connect", "dispose"]);
  },
});

Deno.test({
  name: "An engine is not replaced against the user's will, nor because of the peer",
  permissions,
  async fn() {
    const limited = () => new FakeEngine("rustls", { connectError: limit });
    await assertRejects(() => tryAll([limited(), new FakeEngine("openssl")], "rustls"), TlsEngineLimitError);
    await assertRejects(() => tryAll([limited()]), TlsEngineLimitError);
    await assertRejects(
      () => tryAll([limited(), new FakeEngine("openssl", { lacks: ["--cipher"] })]),
      TlsEngineLimitError,
    );
    const refused = new FakeEngine("rustls", {
      connectError: new DicomError(conditions.DCMTLS_EC_OtherSSLError),
    });
    const second = new FakeEngine("openssl");
    await assertRejects(() => tryAll([refused, second]), DicomError);
    assertEquals(second.done, []);
  },
});

Deno.test({
  name: "Little security is told",
  permissions,
  async fn() {
    const told: string[] = [];
    const tools: TlsTools = {
      log: ({ severity, text }) => told.push(`${severity}: ${text}`),
      readPassword: () => Promise.resolve(""),
    };
    const weak: TlsOptions = { ...options, profile: "null", verifyPeer: false };
    await prepareTls(weak, {
      choice: { wanted: "auto", engines: [sourceOf(new FakeEngine("openssl"))] },
      tools,
    });
    assertEquals(told, [
      "info: --profile-null gives little security: nothing is encrypted",
      "info: --ignore-peer-cert gives little security: whoever answers is taken for the peer",
      "warn: A file is missing",
    ]);
  },
});

Deno.test({
  name: "Cipher suites are listed in DCMTK's order, all of them first and then engine by engine",
  permissions,
  async fn() {
    const engines = [
      new FakeEngine("rustls", { suites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384"] }),
      new FakeEngine("openssl", {
        suites: ["TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_NULL_SHA"],
      }),
    ];
    assertEquals(
      await listCiphers(engines.map(sourceOf)),
      `  TLS_RSA_WITH_NULL_SHA
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

TLS engine rustls:
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384

TLS engine openssl:
  TLS_RSA_WITH_NULL_SHA
  TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384
`,
    );
    assertEquals(
      await listCiphers([missing("openssl", "libssl was not found")]),
      "\nTLS engine openssl: not available, libssl was not found\n",
    );
  },
});
