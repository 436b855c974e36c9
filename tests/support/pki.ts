/** Certificates made at test time with the openssl command: authorities, what they issue, and what they revoke. */
import { program } from "./peers.ts";

const config = `
[ca]
default_ca = here
[here]
dir = .
database = $dir/index.txt
serial = $dir/serial
crlnumber = $dir/crlnumber
new_certs_dir = $dir
default_md = sha256
default_days = 3650
default_crl_days = 3650
unique_subject = no
policy = any
copy_extensions = none
[any]
countryName = optional
organizationName = optional
commonName = supplied
[req]
distinguished_name = dn
prompt = no
[dn]
`;

/** Where the openssl command is, or `undefined`. */
export function opensslProgram(): string | undefined {
  return program("openssl");
}

/** A certificate and its key, both as PEM files. */
export interface Entity {
  readonly name: string;
  readonly certificateFile: string;
  readonly privateKeyFile: string;
}

/** An entity that can issue. */
export interface Authority extends Entity {
  /** Where its books are. */
  readonly folder: string;
}

/** What a certificate is like; by default version 3, valid from 2020 to 2045, RSA 2048 and SHA-256. */
export interface CertificateOptions {
  /** Absent for a self-signed certificate. */
  readonly issuer?: Authority;
  /** Extensions, a line of OpenSSL's configuration each; an empty list makes a version 1 certificate. */
  readonly extensions?: readonly string[];
  /** The subject; the name as common name by default. */
  readonly subject?: string;
  /** As `YYYYMMDDHHMMSSZ`. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly digest?: string;
  /** Arguments of `openssl genpkey`. */
  readonly key?: readonly string[];
  /** A key that is there already. */
  readonly privateKeyFile?: string;
}

/** Kinds of keys, for `openssl genpkey`. */
export const keyKinds = {
  rsa2048: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"],
  rsa1024: ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1024"],
  p256: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256"],
  p384: ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"],
} as const;

const authorityExtensions = [
  "basicConstraints=critical,CA:TRUE",
  "keyUsage=critical,keyCertSign,cRLSign",
  "subjectKeyIdentifier=hash",
  "authorityKeyIdentifier=keyid",
];

/** Extensions of a usual certificate for an end entity. */
export const endEntityExtensions: readonly string[] = [
  "basicConstraints=CA:FALSE",
  "subjectKeyIdentifier=hash",
  "authorityKeyIdentifier=keyid",
];

/** A folder of certificates that vanishes with its scope. */
export class Pki implements AsyncDisposable {
  /** The folder. */
  readonly folder: string;

  private constructor(folder: string) {
    this.folder = folder;
  }

  /** Makes an empty one. */
  static async open(): Promise<Pki> {
    return new Pki(await Deno.makeTempDir({ prefix: "storescu-pki-" }));
  }

  /** A path in the folder. */
  path(name: string): string {
    return `${this.folder}/${name}`;
  }

  /** Writes a file into the folder and gives back its path. */
  async write(name: string, content: string | Uint8Array): Promise<string> {
    const path = this.path(name);
    if (typeof content === "string") await Deno.writeTextFile(path, content);
    else await Deno.writeFile(path, content);
    return path;
  }

  /** Joins files, for chains and lists of authorities. */
  async join(name: string, paths: readonly string[]): Promise<string> {
    const texts = await Promise.all(paths.map((path) => Deno.readTextFile(path)));
    return await this.write(name, texts.join(""));
  }

  /** Makes a certificate authority: a root, or one below `issuer`. */
  async authority(name: string, options: CertificateOptions = {}): Promise<Authority> {
    const folder = this.path(`${name}.books`);
    await Deno.mkdir(folder);
    await Deno.writeTextFile(`${folder}/index.txt`, "");
    await Deno.writeTextFile(`${folder}/serial`, "1001\n");
    await Deno.writeTextFile(`${folder}/crlnumber`, "01\n");
    const entity = await this.#certify({
      name,
      extensions: authorityExtensions,
      ...options,
      ownBooks: folder,
    });
    return { ...entity, folder };
  }

  /** Makes a certificate for an end entity. */
  async issue(name: string, options: CertificateOptions = {}): Promise<Entity> {
    if (options.issuer) {
      const ownBooks = options.issuer.folder;
      return await this.#certify({ name, extensions: endEntityExtensions, ...options, ownBooks });
    }
    return await this.authority(name, { extensions: endEntityExtensions, ...options });
  }

  async #certify(
    { name, ownBooks, ...options }: CertificateOptions & { name: string; ownBooks: string },
  ): Promise<Entity> {
    const { issuer, subject = `/CN=${name}`, digest = "sha256" } = options;
    const privateKeyFile = options.privateKeyFile ?? this.path(`${name}.key`);
    const certificateFile = this.path(`${name}.pem`);
    const settings = await this.write(`${name}.cnf`, `${config}[ext]\n${options.extensions!.join("\n")}\n`);
    if (!options.privateKeyFile) {
      await this.openssl(["genpkey", ...(options.key ?? keyKinds.rsa2048), "-out", privateKeyFile]);
    }
    const csr = this.path(`${name}.csr`);
    await this.openssl([
      "req",
      "-new",
      "-config",
      settings,
      "-key",
      privateKeyFile,
      "-subj",
      subject,
      "-out",
      csr,
    ]);
    const signer = issuer
      ? ["-cert", issuer.certificateFile, "-keyfile", issuer.privateKeyFile]
      : ["-selfsign", "-keyfile", privateKeyFile];
    const extensions = options.extensions!.length > 0 ? ["-extensions", "ext"] : [];
    const dates = ["-startdate", options.notBefore ?? "20200101000000Z"];
    dates.push("-enddate", options.notAfter ?? "20450101000000Z");
    const files = ["-in", csr, "-out", certificateFile, "-batch", "-notext"];
    await this.openssl(
      ["ca", "-config", settings, ...signer, "-md", digest, ...extensions, ...dates, ...files],
      issuer?.folder ?? ownBooks,
    );
    return { name, certificateFile, privateKeyFile };
  }

  /** Writes a certificate revocation list with everything that the authority has revoked up to now. */
  async revocationList(
    authority: Authority,
    options: { name: string; revoke?: readonly Entity[]; lastUpdate?: string; nextUpdate?: string },
  ): Promise<string> {
    const settings = this.path(`${authority.name}.cnf`);
    const signer = ["-cert", authority.certificateFile, "-keyfile", authority.privateKeyFile];
    const ca = ["ca", "-config", settings, ...signer];
    for (const { certificateFile } of options.revoke ?? []) {
      await this.openssl([...ca, "-revoke", certificateFile], authority.folder);
    }
    const file = this.path(options.name);
    const dates = ["-crl_lastupdate", options.lastUpdate ?? "20200101000000Z"];
    dates.push("-crl_nextupdate", options.nextUpdate ?? "20450101000000Z");
    await this.openssl([...ca, "-gencrl", ...dates, "-out", file], authority.folder);
    return file;
  }

  /** Runs the openssl command, in the folder unless said otherwise; gives back what it prints. */
  async openssl(args: readonly string[], cwd = this.folder): Promise<string> {
    const program = opensslProgram() ?? "openssl";
    const { success, stdout, stderr } = await new Deno.Command(program, {
      args: [...args],
      cwd,
      stdin: "null",
    })
      .output();
    const text = new TextDecoder();
    if (!success) throw new Error(`openssl ${args.join(" ")}: ${text.decode(stderr)}`);
    return text.decode(stdout);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Deno.remove(this.folder, { recursive: true });
  }
}
