/** Random chains, on which our verification has to say what `openssl verify` says. */
import { assert, assertEquals } from "@std/assert";
import { peerTest } from "../../support/peers.ts";
import { opensslProgram } from "../../support/pki.ts";
import { random } from "../../support/random_data_set.ts";
import type { ChainCase } from "../../support/x509_cases.ts";
import { type CertificateSpec, type ListSpec, X509Maker } from "../../support/x509_maker.ts";
import { askBoth, describeResult } from "../../support/x509_oracle.ts";

type Specs<T> = Record<string, T>;

const constraints = {
  authority: [
    "critical,CA:TRUE",
    "CA:TRUE",
    "critical,CA:TRUE",
    "CA:TRUE,pathlen:0",
    "CA:TRUE,pathlen:1",
    "CA:FALSE",
  ],
  user: ["CA:FALSE", "CA:FALSE", "CA:TRUE"],
};
const usages = {
  authority: [
    "keyCertSign,cRLSign",
    "critical,keyCertSign,cRLSign",
    "keyCertSign",
    "cRLSign",
    "digitalSignature",
  ],
  user: ["digitalSignature", "critical,keyEncipherment", "nonRepudiation", "keyAgreement"],
};
const purposes = [
  "serverAuth",
  "clientAuth",
  "serverAuth,clientAuth",
  "anyExtendedKeyUsage",
  "msSGC",
  "1.2.3.4",
];
const oddities = [
  "1.2.3.4.5=critical,DER:0500",
  "1.2.3.4.5=DER:0500",
  "subjectAltName=critical,DNS:a",
  "certificatePolicies=1.2.3",
  "crlDistributionPoints=URI:http://a/b",
  "nsCertType=server",
  "nsCertType=sslCA",
];
const scopes = [
  "",
  "issuingDistributionPoint=critical,onlyuser:TRUE",
  "issuingDistributionPoint=critical,onlyCA:TRUE",
];
const past = { notBefore: "20200101000000Z", notAfter: "20210101000000Z" };
const future = { notBefore: "20440101000000Z" };

/** Few names and few keys, so that many certificates look alike. */
class Chaos {
  readonly certificates: Specs<CertificateSpec> = {};
  readonly lists: Specs<ListSpec> = {};
  readonly #random: (below: number) => number;
  readonly #authorities: string[] = [];

  constructor(seed: number) {
    this.#random = random(seed);
    for (let index = 0; index < 20; index++) this.#addAuthority(index);
    for (let index = 0; index < 30; index++) this.#addUser(index);
    for (let index = 0; index < 20; index++) this.#addList(index);
  }

  #addAuthority(index: number): void {
    const issuer = index < 7 ? {} : { issuer: this.#pick(this.#authorities) };
    const subject = `Authority ${this.#random(6)}`;
    this.certificates[`authority ${index}`] = { ...issuer, subject, ...this.#certificate("authority") };
    this.#authorities.push(`authority ${index}`);
  }

  #addUser(index: number): void {
    this.certificates[`user ${index}`] = {
      issuer: this.#pick(this.#authorities),
      ...this.#certificate("user"),
    };
  }

  #addList(index: number): void {
    const revoked = Object.keys(this.certificates).filter(() => this.#random(9) === 0);
    const expired = this.#random(6) === 0 ? { lastUpdate: past.notBefore, nextUpdate: past.notAfter } : {};
    const extensions = ["authorityKeyIdentifier=keyid", this.#pick(scopes)].filter(Boolean);
    this.lists[`list ${index}`] = { issuer: this.#issuerOfLists(), revoked, ...expired, extensions };
  }

  /** Lists name their issuer by its key, so it has to have an identifier. */
  #issuerOfLists(): string {
    return this.#pick(
      this.#authorities.filter((name) =>
        this.certificates[name].extensions.includes("subjectKeyIdentifier=hash")
      ),
    );
  }

  #certificate(kind: "authority" | "user"): Pick<CertificateSpec, "extensions" | "key"> {
    const extensions: string[] = [];
    const add = (oneIn: number, line: string) => this.#random(oneIn) === 0 && extensions.push(line);
    if (this.#random(12) > 0) extensions.push(`basicConstraints=${this.#pick(constraints[kind])}`);
    add(3, `keyUsage=${this.#pick(usages[kind])}`);
    add(5, `extendedKeyUsage=${this.#pick(purposes)}`);
    add(8, this.#pick(oddities));
    if (this.#random(3) > 0) extensions.push("subjectKeyIdentifier=hash");
    const dates = this.#random(10) === 0 ? this.#pick([past, future]) : {};
    return { extensions, key: `key ${this.#random(8)}`, ...dates };
  }

  /** A leaf with most of what it needs, and with much that it does not need. */
  nextCase(index: number): ChainCase {
    const leaf = this.#pick(Object.keys(this.certificates));
    const above = this.#above(leaf);
    const mostly = (names: readonly string[]) => names.filter(() => this.#random(6) > 0);
    const strangers = () => this.#authorities.filter(() => this.#random(8) === 0);
    const check = this.#pick(["none", "none", "leaf", "all"] as const);
    const useful = (name: string) => above.includes(this.lists[name].issuer) && this.#random(3) > 0;
    return {
      name: `case ${index}`,
      leaf,
      trusted: this.#shuffled([...mostly([above.at(-1) ?? leaf]), ...strangers()]),
      untrusted: this.#shuffled([...mostly(above.slice(0, -1)), ...strangers()]),
      lists: check === "none"
        ? []
        : Object.keys(this.lists).filter((it) => useful(it) || this.#random(4) === 0),
      check,
    };
  }

  #above(name: string): string[] {
    const { issuer } = this.certificates[name];
    return issuer === undefined ? [] : [issuer, ...this.#above(issuer)];
  }

  #pick<T>(values: readonly T[]): T {
    return values[this.#random(values.length)];
  }

  #shuffled(names: readonly string[]): string[] {
    const order = [...new Set(names)].map((name) => ({ name, at: this.#random(1000) }));
    return order.sort((a, b) => a.at - b.at).map(({ name }) => name);
  }
}

peerTest("random chains and revocation lists get the verdict of openssl verify", {
  needs: { openssl: opensslProgram() },
  async fn() {
    const folder = await Deno.makeTempDir({ prefix: "storescu-x509-" });
    try {
      let accepted = 0;
      const chaos = new Chaos(20220501);
      const maker = new X509Maker(folder, chaos);
      for (let index = 0; index < 200; index++) {
        const it = chaos.nextCase(index);
        const result = await askBoth(maker, { ...it, file: `${folder}/case` });
        const { ours, theirs } = result;
        assertEquals(
          ours.ok ? 0 : ours.errorCode,
          theirs.errorCode,
          `${describeResult(result)} ${JSON.stringify(it)}`,
        );
        assertEquals(ours.ok, theirs.ok);
        if (ours.ok) accepted++;
      }
      assert(accepted >= 10, `Only ${accepted} were accepted`);
    } finally {
      await Deno.remove(folder, { recursive: true });
    }
  },
});
