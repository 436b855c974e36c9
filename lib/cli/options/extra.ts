/**
 * Options that DCMTK 3.6.7's storescu does not have; those of 3.7.0 keep their names and their meaning.
 *
 * @module
 */
import type { TlsConnectionSettings } from "../settings.ts";
import type { Draft, OptionGroup, OptionSection } from "./option.ts";
import { withTls } from "./tls.ts";

/** Shells that there are completions for. */
export const shells = ["bash", "zsh", "fish"] as const;

const engines = ["auto", "rustls", "openssl"] as const;

const speed: OptionSection = {
  title: "speed:",
  options: [
    {
      long: "--associations",
      parameters: [{ name: "number", kind: "unsigned", min: 1, max: 64 }],
      valueText: "[n]umber: integer (1..64, default: 1)",
      help: "send over n associations at the same time",
      set: ({ sending }, [count]) => sending.associations = count.number,
    },
    {
      long: "--async-window",
      parameters: [{ name: "number", kind: "unsigned", min: 1, max: 65535 }],
      valueText: "[n]umber: integer (1..65535, default: 1)",
      help: "propose n outstanding operations\nand use as many as the peer allows",
      set: ({ sending }, [count]) => sending.asyncWindow = count.number,
    },
    {
      long: "--no-ack-priming",
      help: "do not begin the next PDU while the response\nis still arriving",
      set: ({ sending }) => sending.ackPriming = false,
    },
  ],
};

const report: OptionSection = {
  title: "report:",
  options: [{
    long: "--report-json",
    parameters: [{ name: "filename", kind: "file" }],
    valueText: "[f]ilename: string",
    help: "write the outcome of every file to file f",
    problem: ([file]) => file.text === "" ? "Invalid value for option --report-json" : undefined,
    set: ({ sending }, [file]) => sending.reportFile = file.text,
  }],
};

const protocolVersion: OptionSection = {
  title: "internet protocol version (as in DCMTK 3.7.0):",
  options: [
    {
      long: "--ipv4",
      short: "-i4",
      help: "use IPv4 only (default)",
      set: ({ peer }) => peer.addressFamily = "ipv4",
    },
    { long: "--ipv6", short: "-i6", help: "use IPv6 only", set: ({ peer }) => peer.addressFamily = "ipv6" },
    {
      long: "--ip-auto",
      short: "-i0",
      help: "use DNS lookup to determine IP protocol",
      set: ({ peer }) => peer.addressFamily = "any",
    },
  ],
};

const requestsName = ({ tls }: Draft) => tls.requestedServerName !== undefined;

const security: OptionSection = {
  title: "transport layer security:",
  options: [
    {
      long: "--profile-basic",
      short: "+pb",
      help: "Basic TLS Secure Transport Connection Profile\n(retired, needs a library with 3DES)",
      checks: [withTls],
      set: ({ tls }) => tls.profile = "basic",
    },
    {
      long: "--no-sni",
      help: "do not use SNI (default)",
      checks: [
        withTls,
        { notWith: "--request-sni", isUsed: requestsName },
      ],
      set() {},
    },
    {
      long: "--request-sni",
      parameters: [{ name: "server name", kind: "string" }],
      valueText: "[s]erver name: string",
      help: "request server name s",
      checks: [withTls],
      problem: ([name]) => name.text === "" ? "Invalid value for option --request-sni" : undefined,
      set: ({ tls }, [name]) => tls.requestedServerName = name.text,
    },
    {
      long: "--verify-hostname",
      help: "fail if the peer's certificate does not name\nthe peer as given",
      checks: [
        withTls,
        { notWith: "--ignore-peer-cert", isUsed: ({ tls }) => !tls.verifyPeer },
      ],
      set: ({ tls }) => tls.verifyHostname = true,
    },
    {
      long: "--tls-engine",
      parameters: [{ name: "engine", kind: "string", choices: engines }],
      valueText: "[e]ngine: string constant (default: auto)",
      help: "(auto, rustls, openssl)\nuse engine e for secure connections",
      checks: [withTls],
      problem: ([engine]) =>
        (engines as readonly string[]).includes(engine.text)
          ? undefined
          : "Invalid engine for --tls-engine option",
      set: ({ tls }, [engine]) => tls.engine = engine.text as TlsConnectionSettings["engine"],
    },
  ],
};

const shell: OptionSection = {
  title: "command line:",
  options: [{
    long: "--completions",
    parameters: [{ name: "shell", kind: "string", choices: shells }],
    valueText: "[s]hell: string constant (bash, zsh, fish)",
    help: "print completions for shell s and exit",
    exclusive: true,
    problem: ([shell]) =>
      (shells as readonly string[]).includes(shell.text)
        ? undefined
        : "Invalid shell for --completions option",
    set() {},
  }],
};

/** Options of our own. */
export const extraOptions: OptionGroup = {
  title: "additional options (not in DCMTK 3.6.7):",
  shortNameWidth: 4,
  sections: [protocolVersion, speed, report, security, shell],
};
