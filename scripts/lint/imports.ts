/** House rules about what a module may import and touch. */
import { edges, layers, packages } from "./limits.ts";
import { isListed, placeOf, targetOf } from "./paths.ts";

type Rule = Deno.lint.Rule;
type Node = Deno.lint.Node;

/** Calls back for every module specifier of a file, be the import static, dynamic, for types or an export. */
function forEachImport(check: (specifier: string, node: Node) => void): Deno.lint.LintVisitor {
  const look = (node: Node & { source: Node | null }) => {
    if (node.source?.type === "Literal" && typeof node.source.value === "string") {
      check(node.source.value, node);
    }
  };
  return {
    ImportDeclaration: look,
    ExportNamedDeclaration: look,
    ExportAllDeclaration: look,
    ImportExpression: look,
  };
}

/** Rank of a place in lib/, counted from the top; files that stand directly in lib/ are above all folders. */
function rankOf(place: string): number {
  const folder = /^lib\/([^/]+)\//.exec(place)?.[1];
  return folder === undefined ? -1 : layers.findIndex((row) => row.includes(folder));
}

/** Imports point downwards only. */
export const layerRule: Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (!place.startsWith("lib/")) return {};
    return forEachImport((specifier, node) => {
      const target = targetOf(specifier, place);
      if (!specifier.startsWith(".")) return;
      const sameFolder = target.split("/")[1] === place.split("/")[1] && target.startsWith("lib/");
      if (sameFolder || (target.startsWith("lib/") && rankOf(target) > rankOf(place))) return;
      context.report({ node, message: `${place} imports ${target}, which does not stand below it` });
    });
  },
};

/** A package of npm is imported by one module only, by its full specifier. */
export const packageRule: Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (!place.startsWith("lib/") && place !== "main.ts") return {};
    return forEachImport((specifier, node) => {
      if (/^(\.|node:)/.test(specifier)) return;
      const name = /^npm:((?:@[^/]+\/)?[^/@]+)@\d[^/]*(\/.*)?$/.exec(specifier);
      const home = name ? packages[`${name[1]}${name[2] ?? ""}`] : undefined;
      if (home === place) return;
      const message = home
        ? `${specifier} belongs to ${home}; import that`
        : `${specifier} is not in the list of packages`;
      context.report({ node, message });
    });
  },
};

/** `Deno.*` stays at the edges. */
export const edgeRule: Rule = {
  create(context) {
    const place = placeOf(context.filename);
    if (!place.startsWith("lib/") || isListed(place, edges)) return {};
    return {
      'MemberExpression[object.name="Deno"]'(node) {
        context.report({ node, message: `${place} is not in the list of files that touch the system` });
      },
    };
  },
};

/** Only lib/console speaks to people; scripts and examples do, because that is what they are for. */
export const consoleRule: Rule = {
  create(context) {
    if (isListed(placeOf(context.filename), ["lib/console/", "scripts/", "docs/"])) return {};
    // Where the name is declared it is one of our own consoles
    if (
      /\b(?:const|let) (?:console|\{[^}]*\bconsole\b[^}]*\}) =|\bconsole: Console\b/.test(
        context.sourceCode.text,
      )
    ) {
      return {};
    }
    return {
      'MemberExpression[object.name="console"]'(node) {
        context.report({ node, message: "Output goes through lib/console" });
      },
    };
  },
};

/** Test files run in parallel in one process, so that none may change what they share. */
export const sharedStateRule: Rule = {
  create(context) {
    if (!placeOf(context.filename).startsWith("tests/")) return {};
    return {
      MemberExpression(node) {
        if (!/^Deno\.(chdir|umask|env\.(set|delete))$/.test(context.sourceCode.getText(node))) return;
        context.report({ node, message: "Test files run in parallel: give this to a process of its own" });
      },
    };
  },
};
