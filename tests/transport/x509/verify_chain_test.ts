/** Our verification against `openssl verify`, case by case. */
import { assert, assertEquals } from "@std/assert";
import type { Certificate } from "../../../lib/transport/x509/certificate.ts";
import type { RevocationList } from "../../../lib/transport/x509/crl.ts";
import { parseTrustMaterial } from "../../../lib/transport/x509/trust_files.ts";
import type { Refusal, Verdict } from "../../../lib/transport/x509/verdict.ts";
import { verifyChain } from "../../../lib/transport/x509/verify_chain.ts";
import { peerTest } from "../../support/peers.ts";
import { opensslProgram } from "../../support/pki.ts";
import { certificateSpecs, type ChainCase, chainCases, listSpecs } from "../../support/x509_cases.ts";
import { X509Maker } from "../../support/x509_maker.ts";

/** Where we have no better word than OpenSSL, which says that there is no issuer, or look less closely. */
const ownReasons: readonly Refusal[] = ["unspecified", "nameConstraints"];

/** What both say of a case. */
interface Result {
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

async function runCases(folder: string): Promise<Result[]> {
  const maker = new X509Maker(folder, { certificates: certificateSpecs, lists: listSpecs });
  const queue = [...chainCases.entries()];
  const results: Result[] = [];
  const work = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const [index, it] = next;
      const paths = await pathsOf(maker, it);
      const theirs = await opensslVerdict(paths, { check: it.check, file: `${folder}/case${index}` });
      results.push({ name: it.name, theirs, ours: await ourVerdict(paths, it.check), stricter: it.stricter });
    }
  };
  const ends = await Promise.allSettled([work(), work(), work()]);
  const failure = ends.find(({ status }) => status === "rejected") as PromiseRejectedResult | undefined;
  if (failure) throw failure.reason;
  return results;
}

peerTest("chains and revocation lists get the verdict of openssl verify", {
  needs: { openssl: opensslProgram() },
  fn: async () => {
    const folder = await Deno.makeTempDir({ prefix: "storescu-x509-" });
    try {
      const results = await runCases(folder);
      const describe = ({ name, ours, theirs }: Result) =>
        `${name}: ours ${ours.ok ? "ok" : ours.reason}; theirs ${theirs.ok ? "ok" : theirs.text}`;
      const falseAccepts = results.filter(({ ours, theirs }) => ours.ok && !theirs.ok);
      assertEquals(falseAccepts.map(describe), []);
      const falseRefusals = results.filter(({ ours, theirs, stricter }) =>
        !ours.ok && theirs.ok && !stricter
      );
      assertEquals(falseRefusals.map(describe), []);
      const needless = results.filter(({ ours, theirs, stricter }) => stricter && ours.ok === theirs.ok);
      assertEquals(needless.map(describe), [], "No longer stricter");
      const accepted = results.filter(({ theirs }) => theirs.ok).length;
      assert(results.length >= 150 && accepted >= 50 && results.length - accepted >= 50);
      const otherReason = results.filter(({ ours, theirs }) =>
        !ours.ok && !theirs.ok && !ownReasons.includes(ours.refusal) && ours.errorCode !== theirs.errorCode
      );
      assertEquals(otherReason.map(describe), []);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
