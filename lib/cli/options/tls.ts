/**
 * Transport layer security options.
 *
 * @module
 */
import type { Check, Draft, OptionGroup, OptionParameter, OptionSection } from "./option.ts";

const file: OptionParameter = { name: "filename", kind: "file" };
const fileText = "[f]ilename: string";

/** The check that an option is used with a secure connection of whatever kind. */
export const withTls: Check = { onlyWith: "--enable-tls or --anonymous-tls", isMet: ({ tls }) => tls.secure };

const withKey: Check = { onlyWith: "--enable-tls", isMet: ({ tls }) => tls.authenticated };

const protocol: OptionSection = {
  title: "transport protocol stack:",
  options: [
    {
      long: "--disable-tls",
      short: "-tls",
      help: "use normal TCP/IP connection (default)",
      set: ({ tls }) => tls.secure = false,
    },
    {
      long: "--enable-tls",
      short: "+tls",
      parameters: [{ name: "private key file", kind: "file" }, { name: "certificate file", kind: "file" }],
      valueText: "[p]rivate key file, [c]ertificate file: string",
      help: "use authenticated secure TLS connection",
      set: ({ tls }, [key, certificate]) => {
        tls.secure = true;
        tls.authenticated = true;
        tls.privateKeyFile = key.text;
        tls.certificateFile = certificate.text;
      },
    },
    {
      long: "--anonymous-tls",
      short: "+tla",
      help: "use secure TLS connection without certificate",
      set: ({ tls }) => tls.secure = true,
    },
  ],
};

const keyPassword: OptionSection = {
  title: "private key password (only with --enable-tls):",
  options: [
    {
      long: "--std-passwd",
      short: "+ps",
      help: "prompt user to type password on stdin (default)",
      checks: [withKey],
      set: ({ tls }) => tls.password = { kind: "prompt" },
    },
    {
      long: "--use-passwd",
      short: "+pw",
      parameters: [{ name: "password", kind: "string" }],
      valueText: "[p]assword: string ",
      help: "use specified password",
      checks: [withKey],
      set: ({ tls }, [password]) => tls.password = { kind: "given", password: password.text },
    },
    {
      long: "--null-passwd",
      short: "-pw",
      help: "use empty string as password",
      checks: [withKey],
      set: ({ tls }) => tls.password = { kind: "given", password: "" },
    },
  ],
};

const fileFormat: OptionSection = {
  title: "key and certificate file format:",
  options: [
    {
      long: "--pem-keys",
      short: "-pem",
      help: "read keys and certificates as PEM file (default)",
      checks: [withTls],
      set: ({ tls }) => tls.fileFormat = "pem",
    },
    {
      long: "--der-keys",
      short: "-der",
      help: "read keys and certificates as DER file",
      checks: [withTls],
      set: ({ tls }) => tls.fileFormat = "der",
    },
  ],
};

const authorities: OptionSection = {
  title: "certification authority:",
  options: [
    {
      long: "--add-cert-file",
      short: "+cf",
      parameters: [file],
      valueText: fileText,
      help: "add certificate file to list of certificates",
      repeatable: true,
      checks: [withTls],
      set: ({ tls }, files) => tls.caFiles.push(...files.map(({ text }) => text)),
    },
    {
      long: "--add-cert-dir",
      short: "+cd",
      parameters: [{ name: "directory", kind: "directory" }],
      valueText: "[d]irectory: string",
      help: "add certificates in d to list of certificates",
      repeatable: true,
      checks: [withTls],
      set: ({ tls }, directories) => tls.caDirectories.push(...directories.map(({ text }) => text)),
    },
    {
      long: "--add-crl-file",
      short: "+crl",
      parameters: [file],
      valueText: fileText,
      help: "add certificate revocation list file\n(implies --enable-crl-vfy)",
      repeatable: true,
      checks: [withTls],
      set: ({ tls }, files) => {
        tls.crlFiles.push(...files.map(({ text }) => text));
        tls.crlCheck = "leaf";
      },
    },
    {
      long: "--enable-crl-vfy",
      short: "+crv",
      help: "enable leaf CRL verification",
      checks: [withTls],
      set: (draft) => {
        draft.tls.crlCheck = "leaf";
        draft.checksLeafCrl = true;
      },
    },
    {
      long: "--enable-crl-all",
      short: "+cra",
      help: "enable full chain CRL verification",
      checks: [
        withTls,
        { notWith: "--enable-crl-vfy", isUsed: ({ checksLeafCrl }) => checksLeafCrl },
      ],
      set: ({ tls }) => tls.crlCheck = "all",
    },
  ],
};

const profiles: OptionSection = {
  title: "security profile:",
  options: [
    {
      long: "--profile-bcp195-nd",
      short: "+py",
      help: "Non-downgrading BCP 195 TLS Profile (default)",
      checks: [withTls],
      set: ({ tls }) => tls.profile = "bcp195-nd",
    },
    {
      long: "--profile-bcp195",
      short: "+px",
      help: "BCP 195 TLS Profile",
      checks: [withTls],
      set: ({ tls }) => tls.profile = "bcp195",
    },
    {
      long: "--profile-bcp195-ex",
      short: "+pz",
      help: "Extended BCP 195 TLS Profile",
      checks: [withTls],
      set: ({ tls }) => tls.profile = "bcp195-ex",
    },
    {
      long: "--profile-aes",
      short: "+pa",
      help: "AES TLS Secure Transport Connection Profile\n(retired)",
      // Not a slip: this is the name in DCMTK's complaint
      checks: [{ ...withTls, option: "--profile-basic" }],
      set: ({ tls }) => tls.profile = "aes",
    },
    {
      long: "--profile-null",
      short: "+pn",
      help: "Authenticated unencrypted communication\n(retired, was used in IHE ATNA)",
      checks: [withTls],
      set: ({ tls }) => tls.profile = "null",
    },
  ],
};

const cipherSuites: OptionSection = {
  title: "ciphersuite:",
  options: [
    {
      long: "--list-ciphers",
      short: "+cc",
      help: "show list of supported TLS ciphersuites and exit",
      exclusive: true,
      set() {},
    },
    {
      long: "--cipher",
      short: "+cs",
      parameters: [{ name: "ciphersuite", kind: "string" }],
      valueText: "[c]iphersuite name: string",
      help: "add ciphersuite to list of negotiated suites\n(not with --profile-bcp195-ex)",
      repeatable: true,
      checks: [
        withTls,
        { notWith: "--profile-bcp195-ex", isUsed: ({ tls }) => tls.profile === "bcp195-ex" },
      ],
      set: ({ tls }, suites) => tls.cipherSuites.push(...suites.map(({ text }) => text)),
    },
  ],
};

const hasSeed = ({ tls }: Draft) => tls.seedFile !== undefined;

const randomness: OptionSection = {
  title: "pseudo random generator:",
  options: [
    {
      long: "--seed",
      short: "+rs",
      parameters: [file],
      valueText: fileText,
      help: "seed random generator with contents of f",
      checks: [withTls],
      set: ({ tls }, [file]) => tls.seedFile = file.text,
    },
    {
      long: "--write-seed",
      short: "+ws",
      help: "write back modified seed (only with --seed)",
      checks: [withTls, { onlyWith: "--seed", isMet: hasSeed }],
      set: ({ tls }) => tls.writeSeed = { kind: "same-file" },
    },
    {
      long: "--write-seed-file",
      short: "+wf",
      parameters: [file],
      valueText: "[f]ilename: string (only with --seed)",
      help: "write modified seed to file f",
      checks: [
        withTls,
        { onlyWith: "--seed", isMet: hasSeed },
      ],
      set: ({ tls }, [file]) => tls.writeSeed = { kind: "file", file: file.text },
    },
  ],
};

const peerAuthentication: OptionSection = {
  title: "peer authentication:",
  options: [
    {
      long: "--require-peer-cert",
      short: "-rc",
      help: "verify peer certificate, fail if absent (default)",
      checks: [withTls],
      set: ({ tls }) => tls.verifyPeer = true,
    },
    {
      long: "--ignore-peer-cert",
      short: "-ic",
      help: "don't verify peer certificate",
      checks: [withTls],
      set: ({ tls }) => tls.verifyPeer = false,
    },
  ],
};

/** Transport layer security options. */
export const tlsOptions: OptionGroup = {
  title: "transport layer security (TLS) options:",
  shortNameWidth: 4,
  sections: [
    protocol,
    keyPassword,
    fileFormat,
    authorities,
    profiles,
    cipherSuites,
    randomness,
    peerAuthentication,
  ],
};
