/** TLS connections that are tried with DCMTK's storescu and with ours, as data. */

/** A connection to try. */
export interface TlsCase {
  /** Describes the server, see `TlsWorld.peer`. */
  readonly peer: string;
  /** storescu's options; `@name` is a file of the world. */
  readonly options: string;
  /** What stands on standard input. */
  readonly stdin?: string;
}

const identity = "+tls @client.key @client.pem";
const trusting = "+tla +cf @root.pem";
const full = `${identity} +cf @root.pem`;
const anyClient = "-ic";
const scpWith = (profile: string, more = "+cf @root.pem") =>
  `scp +tls @server.key @server.pem ${profile} ${more}`;
const openScp = scpWith("+px", anyClient);
/** A server with another certificate; `key` is the server's by default. */
const certified = (name: string, { key = "server", more = "" } = {}) =>
  `openssl -cert @${name}.pem -key @${key}.key -cipher ALL:@SECLEVEL=0 ${more}`;
const against = (peer: string) => (options: string): TlsCase => ({ peer, options });

const profileOptions = ["+py", "+px", "+pz", "+pa", "+pn"];

/** Every profile against every profile. */
const profiles: TlsCase[] = profileOptions.flatMap((theirs) =>
  profileOptions.map((ours) => ({ peer: scpWith(theirs), options: `${full} ${ours}` }))
);

/** Clients without a certificate, or with one that is not wanted. */
const clients: TlsCase[] = [
  ...profileOptions.map((profile) => ({ peer: scpWith(profile), options: `${trusting} ${profile}` })),
  ...profileOptions.map((profile) => ({
    peer: scpWith(profile, anyClient),
    options: `${trusting} ${profile}`,
  })),
  ...[
    "foreign",
    "expired",
    "not-yet",
    "sha1",
    "version1",
    "for-servers",
    "for-clients",
    "self",
    "below-inter-chain",
  ]
    .flatMap((
      name,
    ) => [`+tls @server.key @${name}.pem +cf @root.pem`, `+tls @server.key @${name}.pem +cf @root.pem +pz`])
    .map(against(scpWith("+px"))),
  ...["rsa1024", "p256", "p384"].map((name) => `+tls @${name}.key @${name}.pem +cf @root.pem`).map(
    against(scpWith("+px")),
  ),
];

/** Certificates of the server. */
const servers: TlsCase[] = [
  ...[
    "server",
    "expired",
    "not-yet",
    "foreign",
    "self",
    "self-ca",
    "for-clients",
    "for-servers",
    "sha1",
    "version1",
  ]
    .flatMap((
      name,
    ) => [{ peer: certified(name), options: trusting }, { peer: certified(name), options: "+tla -ic" }]),
  ...["odd-critical", "named", "late"].map((name) => ({ peer: certified(name), options: trusting })),
  ...["rsa1024", "p256", "p384"].map((name) => ({ peer: certified(name, { key: name }), options: trusting })),
  { peer: certified("p256", { key: "p256" }), options: `${trusting} +pz` },
  { peer: certified("self"), options: "+tla +cf @self.pem" },
  { peer: certified("self-ca"), options: "+tla +cf @self-ca.pem" },
  { peer: certified("server"), options: "+tla +cf @server.pem" },
  { peer: certified("server"), options: "+tla" },
  { peer: certified("below-inter"), options: trusting },
  { peer: certified("below-inter"), options: `${trusting} +cf @inter.pem` },
  { peer: certified("below-inter"), options: "+tla +cf @root-and-inter.pem" },
  { peer: certified("below-inter"), options: "+tla +cf @inter.pem" },
  {
    peer: certified("below-inter", { more: "-cert_chain @below-inter-chain.pem" }),
    options: trusting,
  },
  { peer: certified("foreign"), options: `${trusting} +cf @other.pem` },
];

const chained = certified("below-inter", { more: "-cert_chain @below-inter-chain.pem" });

/** Certificate revocation lists. */
const lists: TlsCase[] = [
  ...[
    "+crl @root.crl",
    "+crv",
    "+cra",
    "+crl @old.crl",
    "+crl @future.crl",
    "+crl @other.crl",
    "+crl @revoked.crl",
    "+cra +crl @root.crl",
    "+crl @missing.crl",
    "+crl @text.pem",
    "+crl @root.pem",
    "+crv +cf @root-and-list.pem",
  ].map((more) => `${trusting} ${more}`).map(against(certified("server"))),
  ...[
    "+crl @revoked.crl",
    "+crl @root.crl",
    "-ic +crl @revoked.crl",
    "+cd @hashed.d +crv",
    "+cd @plain.d +crv",
  ]
    .map((more) => `${trusting} ${more}`).map(against(certified("revoked"))),
  ...["+crl @root.crl", "+crl @inter.crl", "+cra +crl @inter.crl", "+cra +crl @inter.crl +crl @root.crl"]
    .map((more) => `${trusting} ${more}`).map(against(chained)),
];

/** DER lists, which DCMTK cannot load. */
export const derLists: readonly TlsCase[] = [
  { peer: certified("server"), options: "+tla -der +cf @root.der +crl @root.crl.der" },
  { peer: certified("revoked"), options: "+tla -der +cf @root.der +crl @revoked.crl.der" },
];

/** Where authorities come from. */
const authorities: TlsCase[] = [
  "+tla +cd @hashed.d",
  "+tla +cd @plain.d",
  "+tla +cd @missing.d",
  "+tla +cf @missing.pem",
  "+tla +cf @text.pem",
  "+tla +cf @empty.pem",
  "+tla +cf @server.key",
  "+tla +cf @hashed.d",
  "+tla +cf @root.der",
  "+tla +cf @missing.pem +cf @root.pem",
  "+tla +cf @root.pem +cf @text.pem +cf @other.pem",
  "+tla +cf @root.pem +cf @root.pem",
  "+tla -der +cf @root.der",
  "+tla -der +cf @root.pem",
].map(against(openScp));

const keyForms = [
  "pbes2-aes",
  "pbes2-3des",
  "scrypt",
  "pbes1-3des",
  "traditional",
  "traditional-aes",
  "traditional-3des",
];

/** Keys, their passwords and their certificates. */
const keys: TlsCase[] = [
  ...keyForms.flatMap((form) => [
    `+tls @${form}.key @client.pem +pw secret +cf @root.pem`,
    `+tls @${form}.key @client.pem +pw wrong +cf @root.pem`,
    `+tls @${form}.key @client.pem -pw +cf @root.pem`,
  ]),
  "+tls @p256-sec1.key @p256.pem +cf @root.pem",
  "+tls @client.key @client.pem +pw needless +cf @root.pem",
  "+tls @missing.key @client.pem +cf @root.pem",
  "+tls @text.pem @client.pem +cf @root.pem",
  "+tls @client.pem @client.pem +cf @root.pem",
  "+tls @client.key @missing.pem +cf @root.pem",
  "+tls @client.key @text.pem +cf @root.pem",
  "+tls @client.key @client.key +cf @root.pem",
  "+tls @client.key @root.pem +cf @root.pem",
  "+tls @client.key @p256.pem +cf @root.pem",
  "+tls @missing.key @missing.pem +cf @root.pem",
  "+tls @client.key @client.der +cf @root.pem",
  "+tls @pkcs8.der @client.pem +cf @root.pem",
  "-der +tls @pkcs8.der @client.der +cf @root.der",
  "-der +tls @traditional.der @client.der +cf @root.der",
  "-der +tls @encrypted.der @client.der +pw secret +cf @root.der",
  "-der +tls @client.key @client.der +cf @root.der",
  "-der +tls @pkcs8.der @client.pem +cf @root.der",
].map(against(scpWith("+px")));

/** Passwords on standard input. */
const prompts: TlsCase[] = [
  { options: "@pbes2-aes.key @client.pem +cf @root.pem", stdin: "secret\n" },
  { options: "@pbes2-aes.key @client.pem +ps +cf @root.pem", stdin: "wrong\n" },
  { options: "@traditional-aes.key @client.pem +ps +cf @root.pem", stdin: "secret\nmore\n" },
  { options: "@traditional-aes.key @client.pem +ps +cf @root.pem", stdin: "\nsecret\n" },
  { options: "@pbes2-aes.key @client.pem +ps +cf @root.pem", stdin: "" },
  { options: "@client.key @client.pem +ps +cf @root.pem", stdin: "" },
].map(({ options, stdin }) => ({ peer: scpWith("+px"), options: `+tls ${options}`, stdin }));

/** Cipher suites that are added. */
const suites: TlsCase[] = [
  ...[
    "+cs TLS_RSA_WITH_AES_256_CBC_SHA",
    "+cs TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA",
    "+cs TLS_NO_SUCH_SUITE",
    "+cs AES256-SHA",
    "+cs TLS_AES_256_GCM_SHA384",
    "+cs TLS_RSA_WITH_3DES_EDE_CBC_SHA",
    "+cs TLS_ECDH_RSA_WITH_AES_128_CBC_SHA",
    "+cs TLS_RSA_WITH_NULL_SHA",
    "+px +cs TLS_RSA_WITH_NULL_SHA",
    "+pa +cs TLS_RSA_WITH_NULL_SHA",
    "+pn +cs TLS_RSA_WITH_AES_256_CBC_SHA",
    "+pa +cs TLS_RSA_WITH_AES_256_CBC_SHA +cs TLS_DHE_RSA_WITH_AES_256_CBC_SHA256",
    "+pa +cs TLS_RSA_WITH_AES_256_CBC_SHA +cs TLS_NO_SUCH_SUITE",
    "+pa +cs TLS_NO_SUCH_SUITE +cs TLS_RSA_WITH_AES_256_CBC_SHA",
  ].map((more) => `${trusting} ${more}`).map(against(openScp)),
  {
    peer: "openssl -cert @server.pem -key @server.key -tls1_2 -cipher AES256-SHA",
    options: `${trusting} +cs TLS_RSA_WITH_AES_256_CBC_SHA`,
  },
  {
    peer: "openssl -cert @server.pem -key @server.key -tls1_2 -cipher AES256-SHA",
    options: `${trusting} +cs TLS_RSA_WITH_AES_128_CBC_SHA256`,
  },
];

/** Versions of the protocol. */
const versions: TlsCase[] = ["-tls1", "-tls1_1", "-tls1_2", "-tls1_3"].flatMap((version) =>
  profileOptions.slice(0, 4).map((profile) => ({
    peer: certified("server", { more: version }),
    options: `${trusting} ${profile}`,
  }))
);

const alerts = [0, 10, 20, 21, 22, 30, 40, 41, 42, 43, 44, 45, 46, 47, 48, 49, 50, 51, 60, 70, 71, 80];
const laterAlerts = [86, 90, 100, 109, 110, 111, 112, 113, 114, 115, 116, 120];

/** Peers that are no servers. */
const strangers: TlsCase[] = [
  ...["fin", "garbage"].map((how) => ({ peer: `raw ${how}`, options: trusting })),
  { peer: "raw silent", options: `${trusting} -ts 1` },
  { peer: "scp", options: trusting },
  ...[...alerts, ...laterAlerts].map((alert) => ({ peer: `raw alert ${alert}`, options: trusting })),
];

const gnutls = "gnutls --x509certfile @server.pem --x509keyfile @server.key --x509cafile @root.pem";

const sendOptions = [
  trusting,
  `${trusting} +px`,
  `${trusting} +pz`,
  `${trusting} +pa`,
  `${trusting} +cs TLS_ECDHE_RSA_WITH_AES_256_CBC_SHA`,
  full,
  `${full} +pz`,
  "+tls @server.key @foreign.pem +cf @root.pem",
  "+tls @server.key @foreign.pem +cf @root.pem +pz",
  "+tla",
  "+tla -ic",
  "+tla +cf @other.pem",
  `${trusting} +crl @root.crl`,
  `${trusting} +crl @other.crl`,
];

/** Sends from the command line to the exit code. */
export const wholeSends: readonly TlsCase[] = [
  ...["orthanc anyone", "orthanc certified"].flatMap((peer) => sendOptions.map(against(peer))),
  ...profileOptions.map((profile) => ({ peer: scpWith(profile), options: `${full} ${profile}` })),
];

/** Connections that are described, or explained where there are none. */
export const detailCases: readonly TlsCase[] = [
  ...profileOptions.map((profile) => ({ peer: scpWith("+px"), options: `${full} ${profile}` })),
  ...["version1", "named", "self"].map((name) => ({ peer: certified(name), options: "+tla -ic" })),
  ...["rsa1024", "p256", "p384"].map((name) => ({ peer: certified(name, { key: name }), options: trusting })),
  { peer: certified("server", { more: "-tls1" }), options: `${trusting} +px` },
  ...profileOptions.map((profile) => ({
    peer: `${gnutls} --disable-client-cert`,
    options: `${full} ${profile}`,
  })),
  { peer: `${gnutls} --require-client-cert --verify-client-cert`, options: full },
  { peer: `${gnutls} --require-client-cert --priority NORMAL:-VERS-TLS1.3`, options: `${full} +pz` },
  { peer: `${gnutls} --require-client-cert --priority NORMAL:-VERS-TLS1.3`, options: `${trusting} +pz` },
  {
    peer: `${gnutls} --disable-client-cert --priority NORMAL:-VERS-ALL:+VERS-TLS1.2:-KX-ALL:+DHE-RSA`,
    options: full,
  },
];

/** Cases by their subject. */
export const tlsCases: Readonly<Record<string, readonly TlsCase[]>> = {
  profiles,
  clients,
  servers,
  "revocation lists": lists,
  authorities,
  keys,
  prompts,
  "cipher suites": suites,
  versions,
  strangers,
};
