/** What storescu says about a TLS connection, from DCMTK and from us. */
import { DicomError, formatCondition } from "../../lib/base/errors.ts";
import type { TlsEngine, TlsNotice, TlsOptions, TlsTarget } from "../../lib/transport/tls.ts";
import type { TlsProfileName } from "../../lib/transport/tls_profiles.ts";
import { weaknessesOf } from "../../lib/transport/tls_profiles.ts";
import type { Transport } from "../../lib/transport/transport.ts";
import type { TlsPeer } from "./tls_peers.ts";

/** What a user sees at the default level. */
export interface Verdict {
  readonly code: number;
  readonly lines: readonly string[];
}

/** What is asked of both. */
export interface TlsRun {
  readonly peer: TlsPeer;
  /** storescu's TLS options. */
  readonly args: readonly string[];
  /** What stands on standard input. */
  readonly stdin?: string;
}

/** The A-ASSOCIATE-RQ of DCMTK's echoscu, recorded. */
const associateRq = Uint8Array.fromHex(
  "0100000000cd00010000414e592d5343502020202020202020204543484f53435520202020202020202000000000000000000000000000" +
    "00000000000000000000000000000000000000100000" +
    "15312e322e3834302e31303030382e332e312e312e312000002e0100ff0030000011312e322e3834302e31303030382e312e31" +
    "40000011312e322e3834302e31303030382e312e325000003a51000004000040005200001b312e322e3237362e302e37323330" +
    "3031302e332e302e332e362e375500000f4f464649535f44434d544b5f333637",
);

const failure = "F: Association Request Failed: ";
const peerGone = `${failure}0006:0317 Peer aborted Association (or never connected)`;
const noContexts = "F: No Acceptable Presentation Contexts";

/**
 * Runs DCMTK's storescu with a file that is never sent where there is a TLS problem. It has no terminal, so that it
 * asks for passwords on standard error and reads them from standard input.
 */
export async function askOracle(
  program: string,
  { peer, args, stdin, file, dictionary }: TlsRun & { file: string; dictionary: string },
): Promise<Verdict> {
  using _talking = peer.talking();
  const command = new Deno.Command("setsid", {
    args: ["-w", program, ...args, "127.0.0.1", `${peer.port}`, file],
    // The system's dictionary and the peer's delayed acknowledgements take most of the time of a run.
    env: { DCMDICTPATH: dictionary, TCP_NODELAY: "1" },
    stdin: "piped",
    stdout: "null",
    stderr: "piped",
  });
  const process = command.spawn();
  const writer = process.stdin.getWriter();
  // It may end before it has read anything.
  await writer.write(new TextEncoder().encode(stdin ?? "")).catch(() => undefined);
  await writer.close().catch(() => undefined);
  const { code, stderr } = await process.output();
  const lines = new TextDecoder().decode(stderr).split("\n").filter((line) => line !== "");
  return { code, lines: lines.map(settled) };
}

/**
 * What DCMTK says in debug mode about a connection that is made, or why it is not made. It is stopped as soon as that
 * is known, as not every peer has an answer for it.
 */
export async function askOracleForDetails(
  program: string,
  { peer, args, file }: TlsRun & { file: string },
): Promise<readonly string[]> {
  const command = new Deno.Command(program, {
    args: ["-d", ...args, "127.0.0.1", `${peer.port}`, file],
    stdin: "null",
    stdout: "null",
    stderr: "piped",
  });
  const process = command.spawn();
  let text = "";
  for await (const chunk of process.stderr.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    if (text.includes("END TLS CONNECTION DETAILS")) break;
  }
  stop(process);
  await process.status;
  const [, details] = /BEGIN TLS[^\n]*\n(.*)\n[^\n]*END TLS/s.exec(text) ?? [];
  const lines = (details ?? text).split("\n").filter((line) =>
    details !== undefined || line.startsWith("F: ")
  );
  return lines.map((line) => settled(line.replace(/^D: /, "")));
}

function stop(process: Deno.ChildProcess): void {
  try {
    process.kill("SIGKILL");
  } catch (error) {
    // It has ended by itself.
    if (!(error instanceof TypeError)) throw error;
  }
}

/** What our engine says of a connection that is made, or why it is not made. */
export async function askEngineForDetails(
  engine: TlsEngine,
  { peer, args }: TlsRun,
): Promise<readonly string[]> {
  try {
    using prepared = await engine.prepare(optionsOf(args), {
      log: () => {},
      readPassword: () => Promise.resolve(undefined),
    });
    const transport = await prepared.connect(targetOf(peer, { args, log: () => {} }));
    transport.close();
    return transport.facts.security ?? [];
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return [failure + formatCondition(error.condition)];
  }
}

/** With TLS 1.3 it depends on who is faster how the end of the connection is noticed: before or after the request. */
export function settled(line: string): string {
  return /0006:0317 |0006:031d .*(reset by peer|Broken pipe|received fatal alert)/.test(line)
    ? peerGone
    : line;
}

/** Does the same with an engine of ours. */
export async function askEngine(engine: TlsEngine, { peer, args, stdin }: TlsRun): Promise<Verdict> {
  const lines: string[] = [];
  const log = ({ severity, text }: TlsNotice) => {
    if (["warn", "error", "fatal"].includes(severity)) lines.push(`${severity[0].toUpperCase()}: ${text}`);
  };
  const answers = (stdin ?? "").split("\n").slice(0, -1);
  const readPassword = (promptText: string) => {
    lines.push(promptText);
    return Promise.resolve(answers.shift());
  };
  const options = optionsOf(args);
  weaknessesOf(options).forEach(log);
  let prefix = "F: ";
  try {
    using prepared = await engine.prepare(options, { log, readPassword });
    prefix = failure;
    using _talking = peer.talking();
    const transport = await prepared.connect(targetOf(peer, { args, log }));
    const line = await talk(transport);
    if (line !== undefined) lines.push(line);
    return { code: line === undefined ? 0 : 1, lines };
  } catch (error) {
    if (!(error instanceof DicomError)) throw error;
    return { code: 1, lines: [...lines, prefix + formatCondition(error.condition)] };
  }
}

function targetOf(
  peer: TlsPeer,
  { args, log }: { args: readonly string[]; log: TlsTarget["log"] },
): TlsTarget {
  const handshakeTimeoutMs = args.includes("-ts") ? 1000 * Number(args[args.indexOf("-ts") + 1]) : undefined;
  return { host: "127.0.0.1", port: peer.port, addressFamily: "any", dial, handshakeTimeoutMs, log };
}

/** Opens a TCP connection as simply as possible. */
export async function dial({ host, port }: TlsTarget): Promise<Deno.TcpConn> {
  const connection = await Deno.connect({ hostname: host, port });
  connection.setNoDelay(true);
  return connection;
}

/** Asks for an association; gives back the complaint where there is none. */
async function talk(transport: Transport): Promise<string | undefined> {
  try {
    const writer = transport.writable.getWriter();
    await writer.write(associateRq);
    const { value, done } = await transport.readable.getReader().read();
    if (done || value[0] === 0x07) return peerGone;
    return value[0] === 0x02 ? undefined : noContexts;
  } catch (error) {
    if (error instanceof DicomError) throw error;
    return peerGone;
  } finally {
    transport.close();
  }
}

const profiles: Readonly<Record<string, TlsProfileName>> = {
  "+py": "bcp195-nd",
  "+px": "bcp195",
  "+pz": "bcp195-ex",
  "+pa": "aes",
  "+pn": "null",
};

type Writable<T> = { -readonly [K in keyof T]: T[K] };
type Draft = Writable<Omit<TlsOptions, "identity">> & {
  identity: Writable<NonNullable<TlsOptions["identity"]>>;
  caFiles: string[];
  caDirectories: string[];
  crlFiles: string[];
  cipherSuites: string[];
};

/** Options with what they take from the arguments that follow. */
const actions: Readonly<Record<string, (draft: Draft, next: () => string) => void>> = {
  "+tls": ({ identity }, next) => {
    identity.privateKeyFile = next();
    identity.certificateFile = next();
  },
  "+tla": () => {},
  "-ts": (_draft, next) => void next(),
  "+ps": () => {},
  "+pw": ({ identity }, next) => identity.password = { kind: "given", password: next() },
  "-pw": ({ identity }) => identity.password = { kind: "given", password: "" },
  "-der": (draft) => draft.fileFormat = "der",
  "+cf": ({ caFiles }, next) => caFiles.push(next()),
  "+cd": ({ caDirectories }, next) => caDirectories.push(next()),
  "+crl": (draft, next) => {
    draft.crlFiles.push(next());
    if (draft.crlCheck === "none") draft.crlCheck = "leaf";
  },
  "+crv": (draft) => draft.crlCheck = "leaf",
  "+cra": (draft) => draft.crlCheck = "all",
  "+cs": ({ cipherSuites }, next) => cipherSuites.push(next()),
  "+rs": (draft, next) => draft.seedFile = next(),
  "-ic": (draft) => draft.verifyPeer = false,
};

/** What storescu's options mean. */
export function optionsOf(args: readonly string[]): TlsOptions {
  const draft: Draft = {
    identity: { privateKeyFile: "", certificateFile: "", password: { kind: "prompt" } },
    fileFormat: "pem",
    caFiles: [],
    caDirectories: [],
    crlFiles: [],
    cipherSuites: [],
    crlCheck: "none",
    profile: "bcp195-nd",
    verifyPeer: true,
  };
  const left = [...args];
  while (left.length > 0) {
    const option = left.shift()!;
    if (option in profiles) draft.profile = profiles[option];
    else if (option in actions) actions[option](draft, () => left.shift()!);
    else throw new Error(`Unknown option ${option} in a test`);
  }
  const { identity, ...options } = draft;
  return identity.privateKeyFile === "" ? options : draft;
}
