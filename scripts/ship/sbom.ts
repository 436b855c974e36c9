/** The software bill of materials, in CycloneDX 1.5, from deno.lock. */

interface LockedPackage {
  readonly integrity: string;
  readonly dependencies?: readonly string[];
}

/** The parts of deno.lock that tell of packages. */
export interface Lock {
  readonly npm?: Readonly<Record<string, LockedPackage>>;
}

/** A package of the lock, `@scope/name@version`, as a package URL. */
function purl(key: string): string {
  const at = key.lastIndexOf("@");
  return `pkg:npm/${key.slice(0, at).replace("@", "%40")}@${key.slice(at + 1)}`;
}

function component([key, { integrity }]: [string, LockedPackage]): Record<string, unknown> {
  const at = key.lastIndexOf("@");
  const [algorithm, hash] = integrity.split("-");
  return {
    "type": "library",
    "bom-ref": purl(key),
    "name": key.slice(0, at),
    "version": key.slice(at + 1),
    "purl": purl(key),
    "hashes": [{ alg: algorithm.replace("sha", "SHA-"), content: Uint8Array.fromBase64(hash).toHex() }],
  };
}

/** Everything that the lock pins, with what it needs in turn. */
export function sbomOf(
  lock: Lock,
  { name, version }: { name: string; version: string },
): Record<string, unknown> {
  const packages = Object.entries(lock.npm ?? {});
  // the lock leaves the version out where there is one only
  const keyOf = (dependency: string) =>
    packages.find(([key]) => key === dependency || key.startsWith(`${dependency}@`))?.[0] ?? dependency;
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component: { "type": "application", "bom-ref": name, name, version } },
    components: packages.map(component),
    dependencies: packages.map(([key, { dependencies = [] }]) => ({
      ref: purl(key),
      dependsOn: dependencies.map((dependency) => purl(keyOf(dependency))),
    })),
  };
}
