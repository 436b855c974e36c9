/** Certificates and revocation lists of every odd kind, made with the openssl command when first asked for. */
import { opensslProgram } from "./pki.ts";

/** What a certificate is made of. */
export interface CertificateSpec {
  /** Name of the issuer's specification; absent for a self-signed certificate. */
  readonly issuer?: string;
  /** Common name; the specification's own name by default. */
  readonly subject?: string;
  /** Lines of OpenSSL's configuration; an empty list makes a version 1 certificate. */
  readonly extensions: readonly string[];
  /** Name of the key, and its kind; P-256 and a name of its own by default. */
  readonly key?: string;
  readonly kind?: KeyKind;
  readonly digest?: string;
  /** Makes an RSA issuer sign with RSASSA-PSS. */
  readonly pss?: boolean;
  readonly serial?: number;
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** Changes the finished DER. */
  readonly tamper?: (der: Uint8Array) => void;
}

/** What a revocation list is made of. */
export interface ListSpec {
  readonly issuer: string;
  /** Names of certificates, each with a reason where there is one. */
  readonly revoked?: readonly string[];
  readonly reason?: string;
  readonly lastUpdate?: string;
  readonly nextUpdate?: string;
  readonly digest?: string;
  readonly extensions?: readonly string[];
  readonly tamper?: (der: Uint8Array) => void;
}

/** Kinds of keys. */
export type KeyKind = keyof typeof keyArguments;

const keyArguments = {
  "p256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  "p384": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
  "p521": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-521"],
  "p256-explicit": [
    "-algorithm",
    "EC",
    "-pkeyopt",
    "ec_paramgen_curve:P-256",
    "-pkeyopt",
    "ec_param_enc:explicit",
  ],
  "rsa2048": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  "rsa1024": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
  "rsa-pss": ["-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:2048"],
  "ed25519": ["-algorithm", "ED25519"],
} as const;

/** Makes what is specified, each thing once, into one folder. */
export class X509Maker {
  readonly #folder: string;
  readonly #certificates: Readonly<Record<string, CertificateSpec>>;
  readonly #lists: Readonly<Record<string, ListSpec>>;
  readonly #made = new Map<string, Promise<string>>();
  #serial = 0x1001;

  /** @param folder where everything goes */
  constructor(folder: string, specs: {
    certificates: Readonly<Record<string, CertificateSpec>>;
    lists: Readonly<Record<string, ListSpec>>;
  }) {
    this.#folder = folder;
    this.#certificates = specs.certificates;
    this.#lists = specs.lists;
  }

  /** The path of a certificate in PEM. */
  certificate(name: string): Promise<string> {
    return this.#once(`cert ${name}`, () => this.#makeCertificate(name));
  }

  /** The path of a revocation list in PEM. */
  list(name: string): Promise<string> {
    return this.#once(`crl ${name}`, () => this.#makeList(name));
  }

  /** The path of a certificate's private key. */
  key(name: string): Promise<string> {
    const { key = name, kind = "p256" } = this.#spec(name);
    return this.#once(`key ${key}`, async () => {
      const path = this.#path(`${key}.key`);
      await this.openssl(["genpkey", ...keyArguments[kind], "-out", path]);
      return path;
    });
  }

  /** Runs the openssl command. */
  async openssl(args: readonly string[]): Promise<string> {
    const { success, stdout, stderr } = await new Deno.Command(opensslProgram()!, {
      args: [...args],
      cwd: this.#folder,
      stdin: "null",
    }).output();
    const text = new TextDecoder();
    if (!success) throw new Error(`openssl ${args.join(" ")}: ${text.decode(stderr)}`);
    return text.decode(stdout);
  }

  #once(name: string, make: () => Promise<string>): Promise<string> {
    let made = this.#made.get(name);
    if (!made) this.#made.set(name, made = make());
    return made;
  }

  #path(name: string): string {
    return `${this.#folder}/${name.replace(/[^\w.]/g, "_")}`;
  }

  #spec(name: string): CertificateSpec {
    const spec = this.#certificates[name];
    if (!spec) throw new Error(`No certificate is specified as ${name}`);
    return spec;
  }

  async #makeCertificate(name: string): Promise<string> {
    const spec = this.#spec(name);
    const path = this.#path(`${name}.pem`);
    const config = this.#path(`${name}.cnf`);
    await Deno.writeTextFile(
      config,
      `[req]\ndistinguished_name=dn\n[dn]\n[e]\n${spec.extensions.join("\n")}\n`,
    );
    const subject = ["-subj", `/O=Tests/CN=${spec.subject ?? name}`];
    const request = ["req", "-new", "-config", config, ...subject, "-key", await this.key(name)];
    if (spec.notBefore ?? spec.notAfter) await this.#makeDated(name, { request, config, path });
    else await this.#makeCurrent(name, { request, path });
    if (spec.tamper) await this.#tamper(path, { label: "CERTIFICATE", change: spec.tamper });
    return path;
  }

  async #makeCurrent(name: string, { request, path }: { request: string[]; path: string }): Promise<void> {
    const spec = this.#spec(name);
    const signer = spec.issuer === undefined
      ? []
      : ["-CA", await this.certificate(spec.issuer), "-CAkey", await this.key(spec.issuer)];
    const extensions = spec.extensions.length > 0 ? ["-extensions", "e"] : [];
    const pss = spec.pss
      ? [
        "-sigopt",
        "rsa_padding_mode:pss",
        "-sigopt",
        "rsa_pss_saltlen:digest",
        "-sigopt",
        "rsa_mgf1_md:sha256",
      ]
      : [];
    const digest = this.#signsWithoutDigest(spec) ? [] : [`-${spec.digest ?? "sha256"}`];
    const serial = ["-set_serial", `${spec.serial ?? this.#serial++}`, "-days", "3650"];
    await this.openssl([
      ...request,
      "-x509",
      ...signer,
      ...extensions,
      ...pss,
      ...digest,
      ...serial,
      "-out",
      path,
    ]);
  }

  #signsWithoutDigest({ issuer, kind }: CertificateSpec): boolean {
    return (issuer === undefined ? kind : this.#spec(issuer).kind) === "ed25519";
  }

  async #makeDated(
    name: string,
    { request, config, path }: { request: string[]; config: string; path: string },
  ): Promise<void> {
    const spec = this.#spec(name);
    const csr = this.#path(`${name}.csr`);
    await this.openssl([...request, "-out", csr]);
    const books = await this.#openBooks(name, { index: "", serial: spec.serial ?? this.#serial++ });
    await Deno.writeTextFile(config, `${books}[e]\n${spec.extensions.join("\n")}\n`);
    const signer = spec.issuer === undefined
      ? ["-selfsign", "-keyfile", await this.key(name)]
      : ["-cert", await this.certificate(spec.issuer), "-keyfile", await this.key(spec.issuer)];
    const dates = ["-startdate", spec.notBefore ?? "20200101000000Z"];
    dates.push("-enddate", spec.notAfter ?? "20450101000000Z");
    const what = ["-in", csr, "-out", path, "-batch", "-notext", "-extensions", "e"];
    await this.openssl(["ca", "-config", config, ...signer, ...dates, ...what]);
  }

  /** The books of `openssl ca`; gives back the configuration that names them. */
  async #openBooks(name: string, { index, serial }: { index: string; serial: number }): Promise<string> {
    const base = this.#path(`${name}.books`);
    await Deno.writeTextFile(base, index);
    await Deno.writeTextFile(`${base}.serial`, `${serial.toString(16).padStart(4, "0")}\n`);
    await Deno.writeTextFile(`${base}.crlnumber`, "01\n");
    return `[ca]\ndefault_ca=here\n[here]\ndatabase=${base}\nserial=${base}.serial\nunique_subject=no\n` +
      `crlnumber=${base}.crlnumber\nnew_certs_dir=${this.#folder}\ndefault_md=sha256\npolicy=any\n` +
      "[any]\norganizationName=optional\ncommonName=supplied\n";
  }

  async #makeList(name: string): Promise<string> {
    const spec = this.#lists[name];
    if (!spec) throw new Error(`No revocation list is specified as ${name}`);
    const path = this.#path(`${name}.crl`);
    const config = this.#path(`${name}.list.cnf`);
    const lines = await Promise.all((spec.revoked ?? []).map((it) => this.#bookLine(it, spec.reason)));
    const books = await this.#openBooks(`list ${name}`, { index: lines.join(""), serial: 1 });
    const extensions = spec.extensions ?? ["authorityKeyIdentifier=keyid"];
    await Deno.writeTextFile(config, `${books}[e]\n${extensions.join("\n")}\n`);
    const signer = ["-cert", await this.certificate(spec.issuer), "-keyfile", await this.key(spec.issuer)];
    const dates = ["-crl_lastupdate", spec.lastUpdate ?? "20200101000000Z"];
    dates.push("-crl_nextupdate", spec.nextUpdate ?? "20450101000000Z");
    const digest = ["-md", spec.digest ?? "sha256"];
    const what = extensions.length > 0 ? ["-crlexts", "e", "-out", path] : ["-out", path];
    await this.openssl(["ca", "-gencrl", "-config", config, ...signer, ...dates, ...digest, ...what]);
    if (spec.tamper) await this.#tamper(path, { label: "X509 CRL", change: spec.tamper });
    return path;
  }

  async #bookLine(name: string, reason: string | undefined): Promise<string> {
    const path = await this.certificate(name);
    const serial = (await this.openssl(["x509", "-in", path, "-noout", "-serial"])).trim().split("=")[1];
    const when = `200101000000Z${reason === undefined ? "" : `,${reason}`}`;
    return `R\t450101000000Z\t${when}\t${serial}\tunknown\t/CN=${name}\n`;
  }

  async #tamper(
    path: string,
    { label, change }: { label: string; change: (der: Uint8Array) => void },
  ): Promise<void> {
    const text = await Deno.readTextFile(path);
    const der = Uint8Array.from(atob(text.replace(/-----[^-]+-----|\s/g, "")), (it) => it.charCodeAt(0));
    change(der);
    const letters = btoa(String.fromCharCode(...der)).replace(/.{64}/g, "$&\n");
    await Deno.writeTextFile(path, `-----BEGIN ${label}-----\n${letters}\n-----END ${label}-----\n`);
  }
}
