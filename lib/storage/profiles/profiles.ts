/**
 * Association negotiation profiles of a configuration file (DCMTK's `asconfig.txt`), with DCMTK's message and code
 * for every mistake in it.
 *
 * @module
 */
import { DicomError } from "../../base/errors.ts";
import { conditions } from "../../dictionary/conditions.ts";
import type { ExtendedNegotiation, Proposal, ProposedContext, ProposedRole } from "../contexts.ts";
import { type ConfigFile, type ConfigSection, parseConfigFile } from "./config_file.ts";
import { resolveUid } from "./configured_uid.ts";
import { mangled, upperCase } from "./keys.ts";
import { fail } from "./mistakes.ts";

/** A presentation context as a list of them names it. */
interface ContextItem {
  readonly abstractSyntax: string;
  readonly transferSyntaxKey: string;
}

/** What a profile refers to. */
interface Profile {
  readonly contexts: string;
  readonly roles?: string;
  readonly extendedNegotiation?: string;
}

type Lists<T> = Map<string, T[]>;

const maxUidLength = 64;

/** The profiles of one configuration file, and the lists they refer to. */
export class AssociationProfiles {
  readonly #transferSyntaxes: Lists<string> = new Map();
  readonly #contexts: Lists<ContextItem> = new Map();
  readonly #roles = new Map<string, Map<string, ProposedRole>>();
  readonly #extendedNegotiation = new Map<string, Map<string, Uint8Array>>();
  readonly #profiles = new Map<string, Profile>();

  /** Reads a configuration file; throws a `DicomError` at the first mistake in it. */
  constructor(text: string) {
    const config = parseConfigFile(text);
    for (const entry of entriesOf(config, "TRANSFERSYNTAXES", { name: "TRANSFERSYNTAX", missing: 1050 })) {
      this.#addTransferSyntax(entry);
    }
    for (const entry of entriesOf(config, "PRESENTATIONCONTEXTS", contextEntries)) this.#addContext(entry);
    for (const entry of entriesOf(config, "SCPSCUROLESELECTION", { name: "ROLE" })) this.#addRole(entry);
    for (const entry of entriesOf(config, "EXTENDEDNEGOTIATION", { name: "EXTENDEDNEGOTIATION" })) {
      this.#addExtendedNegotiation(entry);
    }
    const profiles = config.get("PROFILES");
    if (!profiles) fail(1060, "cannot find section [[PROFILES]] in config file");
    for (const section of profiles) this.#addProfile(section);
  }

  #addTransferSyntax({ list, value }: Entry): void {
    const uid = resolveUid(value) ?? fail(1024, `not a valid transfer syntax UID: ${value}`);
    append(this.#transferSyntaxes, [list, uid]);
  }

  #addContext(entry: Entry): void {
    const [abstractSyntax, rest] = split(entry, 1052);
    const transferSyntaxKey = mangled(rest);
    if (!this.#transferSyntaxes.has(transferSyntaxKey)) {
      fail(1031, `transfer syntax key undefined: ${transferSyntaxKey}`);
    }
    if (!entry.list || !abstractSyntax || !transferSyntaxKey) throw new DicomError(conditions.EC_IllegalCall);
    const uid = abstractSyntaxOf(abstractSyntax, 1025);
    if (this.#contexts.get(entry.list)?.length === 128) {
      fail(1032, `presentation context list too long (> 128 entries): ${entry.list}`);
    }
    append(this.#contexts, [entry.list, { abstractSyntax: uid, transferSyntaxKey }]);
  }

  #addRole(entry: Entry): void {
    const [abstractSyntax, rest] = split(entry, 1054);
    const role = roles.get(upperCase(rest)) ??
      fail(1055, `syntax error: unknown role key in entry ${entry.name} in config file`);
    const uid = abstractSyntaxOf(abstractSyntax, 1026);
    const list = listOf(this.#roles, entry.list);
    if (list.has(uid)) fail(1027, `role selection defined twice for abstract syntax UID: ${abstractSyntax}`);
    list.set(uid, role);
  }

  #addExtendedNegotiation(entry: Entry): void {
    const [abstractSyntax, rest] = split(entry, 1057);
    const data = fromHex(rest, entry.name);
    if (data.length === 0) throw new DicomError(conditions.EC_IllegalCall);
    const uid = abstractSyntaxOf(abstractSyntax, 1028);
    const list = listOf(this.#extendedNegotiation, entry.list);
    if (list.has(uid)) {
      fail(1029, `extended negotiation defined twice for abstract syntax UID: ${abstractSyntax}`);
    }
    list.set(uid, data);
  }

  #addProfile({ keyword, entries }: ConfigSection): void {
    const contexts = mangled(
      entries.get("PRESENTATIONCONTEXTS") ??
        fail(1061, `no PRESENTATIONCONTEXTS  entry in section ${keyword} in config file`),
    );
    const items = this.#contexts.get(contexts) ??
      fail(1033, `presentation context key undefined: ${contexts}`);
    const proposed = new Set(items.map(({ abstractSyntax }) => abstractSyntax));
    const reference = (name: string, kind: Kind) =>
      this.#checkReference(entries.get(name), { ...kind, contexts, proposed });
    const roles = reference("SCPSCUROLESELECTION", { ...roleKind, lists: this.#roles });
    const extendedNegotiation = reference("EXTENDEDNEGOTIATION", {
      ...extendedNegotiationKind,
      lists: this.#extendedNegotiation,
    });
    if (this.#profiles.has(keyword)) fail(1030, `two profiles defined for key: ${contexts}`);
    this.#profiles.set(keyword, { contexts, roles, extendedNegotiation });
  }

  /** A list that a profile refers to has to exist, and to be about SOP classes the profile proposes. */
  #checkReference(
    value: string | undefined,
    { lists, name, undefinedCode, contexts, proposed }: Kind & { contexts: string; proposed: Set<string> },
  ): string | undefined {
    if (value === undefined) return undefined;
    const key = mangled(value);
    const list = lists.get(key) ?? fail(undefinedCode, `${name} key undefined: ${key}`);
    for (const uid of list.keys()) {
      if (proposed.has(uid)) continue;
      // DCMTK names roles here in both cases
      const where = `in role selection list '${key}' but not in presentation context list '${contexts}'`;
      fail(undefinedCode + 2, `abstract syntax defined ${where}: ${uid}`);
    }
    return key || undefined;
  }

  /** What a profile proposes. Upper and lower case and blanks in its name do not count. */
  propose(profileName: string): Proposal {
    const key = mangled(profileName);
    const profile = this.#profiles.get(key) ?? fail(1062, `profile key undefined: ${key}`);
    const items = this.#contexts.get(profile.contexts) ?? [];
    return {
      contexts: items.map((item, index) => this.#contextOf(item, { index, roles: profile.roles })),
      extendedNegotiation: this.#extendedNegotiationOf(profile.extendedNegotiation),
    };
  }

  #contextOf(item: ContextItem, { index, roles }: { index: number; roles?: string }): ProposedContext {
    const transferSyntaxes = this.#transferSyntaxes.get(item.transferSyntaxKey) ?? [];
    if (transferSyntaxes.length > 128) {
      const what = "transfer syntax list too long, cannot handle more than 128 entries";
      fail(1067, `${what}: ${item.transferSyntaxKey}`);
    }
    const role = roles === undefined ? undefined : this.#roles.get(roles)?.get(item.abstractSyntax);
    return {
      id: 2 * index + 1,
      abstractSyntax: item.abstractSyntax.slice(0, maxUidLength),
      transferSyntaxes: transferSyntaxes.map((uid) => uid.slice(0, maxUidLength)),
      role: role ?? "default",
    };
  }

  #extendedNegotiationOf(key: string | undefined): ExtendedNegotiation[] {
    const list = key === undefined ? undefined : this.#extendedNegotiation.get(key);
    return Array.from(list ?? [], ([sopClassUid, data]) => ({ sopClassUid, data }));
  }
}

/** A numbered entry of a section, and the list it belongs to. */
interface Entry {
  readonly list: string;
  readonly name: string;
  readonly value: string;
}

/** The lists of one kind that profiles refer to. */
interface Kind {
  readonly name: string;
  readonly undefinedCode: number;
  readonly lists: ReadonlyMap<string, ReadonlyMap<string, unknown>>;
}

const contextEntries = { name: "PRESENTATIONCONTEXT", missing: 1051 };
const roleKind = { name: "role selection", undefinedCode: 1036 };
const extendedNegotiationKind = { name: "extended negotiation", undefinedCode: 1039 };

const roles: ReadonlyMap<string, ProposedRole> = new Map([["SCU", "scu"], ["SCP", "scp"], ["BOTH", "both"]]);

/** The entries `name1`, `name2`... of every section, up to the first number that is missing. */
function* entriesOf(
  config: ConfigFile,
  supersection: string,
  { name, missing }: { name: string; missing?: number },
): Iterable<Entry> {
  const sections = config.get(supersection);
  if (!sections && missing) fail(missing, `cannot find section [[${supersection}]] in config file`);
  for (const { keyword, entries } of sections ?? []) {
    for (let number = 1; entries.has(`${name}${number}`); number++) {
      const entry = `${name}${number}`;
      yield { list: keyword, name: entry, value: entries.get(entry) ?? "" };
    }
  }
}

function split({ name, value }: Entry, code: number): [string, string] {
  const separator = value.indexOf("\\");
  if (separator < 0) fail(code, `syntax error: missing '\\' in entry ${name} in config file`);
  return [value.slice(0, separator), value.slice(separator + 1)];
}

function abstractSyntaxOf(text: string, code: number): string {
  return resolveUid(text) ?? fail(code, `not a valid abstract syntax UID: ${text}`);
}

function fromHex(text: string, entry: string): Uint8Array {
  if (text.length > 2047) {
    const what = "extended negotiation data too long, cannot handle > 1024 bytes";
    fail(1058, `${what} in entry ${entry} in config file`);
  }
  if (text.length % 2 === 1 || /[^0-9a-fA-F]/.test(text)) {
    fail(1059, `parse error in extended negotiation data in entry ${entry} in config file`);
  }
  return Uint8Array.fromHex(text);
}

function append<T>(lists: Lists<T>, [key, value]: [string, T]): void {
  const list = lists.get(key);
  if (list) list.push(value);
  else lists.set(key, [value]);
}

function listOf<T>(lists: Map<string, Map<string, T>>, key: string): Map<string, T> {
  const list = lists.get(key) ?? new Map<string, T>();
  lists.set(key, list);
  return list;
}
