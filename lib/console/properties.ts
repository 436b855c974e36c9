/**
 * The property format of log4cplus: `key = value` lines, with `${name}` for other keys and for environment variables.
 *
 * @module
 */

/** A configuration file that cannot be used. */
export class LogConfigError extends Error {
  /** Its name in stack traces. */
  override readonly name = "LogConfigError";
}

/** Keys and values. */
export type Properties = Map<string, string>;

/** Reads the text of a property file; of a key that comes twice the last value counts. */
export function parseProperties(text: string): Properties {
  const properties: Properties = new Map();
  for (const line of text.split("\n")) {
    const content = line.trimStart();
    const end = content.indexOf("=");
    if (content.startsWith("#") || end < 0) continue;
    properties.set(content.slice(0, end).trimEnd(), content.slice(end + 1).trim());
  }
  return properties;
}

/** The keys below a prefix, without it, in the order of their names. */
export function below(properties: Properties, prefix: string): Properties {
  const found = [...properties].filter(([key]) => key.startsWith(prefix));
  return new Map(sorted(found.map(([key, value]) => [key.slice(prefix.length), value])));
}

function sorted(entries: [string, string][]): [string, string][] {
  return entries.sort(([a], [b]) => a < b ? -1 : Number(a > b));
}

/** A yes or no; `byDefault` where the key is missing or says something else. */
export function booleanOf(properties: Properties, { key, byDefault }: { key: string; byDefault: boolean }) {
  const word = properties.get(key)?.trim().toLowerCase() ?? "";
  if (word === "true" || word === "false") return word === "true";
  return /^[+-]?\d+$/.test(word) ? Number(word) !== 0 : byDefault;
}

/** A whole number; `byDefault` where the key is missing or says something else. */
export function integerOf(properties: Properties, { key, byDefault }: { key: string; byDefault: number }) {
  const word = properties.get(key)?.trim() ?? "";
  return /^[+-]?\d+$/.test(word) ? Number(word) : byDefault;
}

/** Where the value of a `${name}` comes from when no key has that name, and who is told of a missing brace. */
export interface SubstitutionOptions {
  env(name: string): string | undefined;
  complain(text: string): void;
}

/** A name that stands for itself would be replaced for ever. */
const maxReplacements = 10_000;

/** Replaces every `${name}` in keys and values, and in what it is replaced by. */
export function substitute(properties: Properties, options: SubstitutionOptions): void {
  let budget = maxReplacements;
  const replaceIn = (text: string) =>
    expand(text, {
      ...options,
      properties,
      onReplace: (name) => {
        if (--budget < 0) throw new LogConfigError(`Cannot expand \${${name}}: it stands for itself`);
      },
    });
  let changed: boolean;
  do {
    changed = false;
    for (const [key, value] of sorted([...properties])) {
      const newKey = replaceIn(key);
      if (newKey !== key) {
        properties.delete(key);
        properties.set(newKey, value);
      }
      const newValue = replaceIn(value);
      if (newValue !== value) properties.set(newKey, newValue);
      changed ||= newKey !== key || newValue !== value;
    }
  } while (changed);
}

interface Expansion extends SubstitutionOptions {
  readonly properties: Properties;
  onReplace(name: string): void;
}

/** A name that stands for nothing is left as it is. */
function expand(text: string, { properties, env, complain, onReplace }: Expansion): string {
  let result = text;
  let from = 0;
  while (true) {
    const begin = result.indexOf("${", from);
    if (begin < 0) return result;
    const end = result.indexOf("}", begin);
    if (end < 0) {
      complain(`"${result}" has no closing brace. Opening brace at position ${begin}.`);
      return text;
    }
    const name = result.slice(begin + 2, end);
    const value = properties.get(name) || env(name) || "";
    if (value === "") {
      from = end + 1;
      continue;
    }
    onReplace(name);
    result = result.slice(0, begin) + value + result.slice(end + 1);
  }
}
