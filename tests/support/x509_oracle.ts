/** What `openssl verify` and our verification say of the same chain. */
import type { Certificate } from "../../lib/transport/x509/certificate.ts";
import type { RevocationList } from "../../lib/transport/x509/crl.ts";
import { parseTrustMaterial } from "../../lib/transport/x509/trust_files.ts";
import type { Verdict } from "../../lib/transport/x509/verdict.ts";
import { verifyChain } from "../../lib/transport/x509/verify_chain.ts";
import { opensslProgram } from "./pki.ts";
import type { ChainCase } from "./x509_cases.ts";
import type { X509Maker } from "./x509_maker.ts";

/** What both say of a case. */
export interface ChainResult {
  readonly name: string;
  readonly theirs: { readonly ok: boolean; readonly errorCode: number; readonly text: string };
  readonly ours: Verdict;
  readonly stricter?: string;
}

async function certificates(paths: readonly string[]): Promise<Certificate[]> {
  const read = async (path: string) => parseTrustMaterial(await Deno.readFile(path), "pem").certificates;
  return (await Promise.all(paths.map(read))).flat();
}

async function revocationLists(paths: readonly string[]): Promise<RevocationList[]> {
  const read = async (path: string) => parseTrustMaterial(await Deno.readFile(path), "pem").revocationLists;
  return (await Promise.all(paths.map(read))).flat();
}

async function pathsOf(maker: X509Maker, { leaf, untrusted = [], trusted = [], lists = [] }: ChainCase) {
  const made = (names: readonly string[]) => Promise.all(names.map((name) => maker.certificate(name)));
  return {
    leaf: await maker.certificate(leaf),
    untrusted: await made(untrusted),
    trusted: await made(trusted),
    lists: await Promise.all(lists.map((name) => maker.list(name))),
  };
}

type Paths = Awaited<ReturnType<typeof pathsOf>>;

/** Trusted certificates and lists go into one file, as they do with DCMTK: into the store. */
async function opensslVerdict(
  paths: Paths,
  { check = "none", file }: { check?: ChainCase["check"]; file: string },
) {
  const store = await Promise.all([...paths.trusted, ...paths.lists].map((path) => Deno.readTextFile(path)));
  await Deno.writeTextFile(`${file}.store`, store.join(""));
  await Deno.writeTextFile(
    `${file}.sent`,
    (await Promise.all(paths.untrusted.map((path) => Deno.readTextFile(path)))).join(""),
  );
  const flags = { none: [], leaf: ["-crl_check"], all: ["-crl_check_all"] }[check];
  const trusted = store.length > 0 ? ["-CAfile", `${file}.store`] : ["-no-CAfile"];
  const sent = paths.untrusted.length > 0 ? ["-untrusted", `${file}.sent`] : [];
  const args = ["verify", "-purpose", "sslserver", "-auth_level", "0", "-no-CApath", "-no-CAstore", ...flags];
  const { success, stdout, stderr } = await new Deno.Command(opensslProgram()!, {
    args: [...args, ...trusted, ...sent, paths.leaf],
  }).output();
  const text = new TextDecoder().decode(stdout) + new TextDecoder().decode(stderr);
  return { ok: success, errorCode: Number(/^error (\d+) at/m.exec(text)?.[1] ?? 0), text };
}

async function ourVerdict(paths: Paths, check: ChainCase["check"] = "none"): Promise<Verdict> {
  const [leaf] = await certificates([paths.leaf]);
  return await verifyChain({
    leaf,
    intermediates: await certificates(paths.untrusted),
    trusted: await certificates(paths.trusted),
    revocationLists: await revocationLists(paths.lists),
    revocationCheck: check,
    now: Date.now(),
  });
}

/** Asks both; `file` is where files for the openssl command may begin. */
export async function askBoth(maker: X509Maker, it: ChainCase & { file: string }): Promise<ChainResult> {
  const paths = await pathsOf(maker, it);
  const theirs = await opensslVerdict(paths, it);
  return { name: it.name, theirs, ours: await ourVerdict(paths, it.check), stricter: it.stricter };
}

/** Both verdicts in words. */
export function describeResult({ name, ours, theirs }: ChainResult): string {
  return `${name}: ours ${ours.ok ? "ok" : ours.reason}; theirs ${theirs.ok ? "ok" : theirs.text}`;
}
