/** House rules about sizes and names. */
import { maxLines, maxParameters, tables } from "./limits.ts";
import { isListed, placeOf } from "./paths.ts";

type Rule = Deno.lint.Rule;
type FunctionNode =
  | Deno.lint.FunctionDeclaration
  | Deno.lint.FunctionExpression
  | Deno.lint.ArrowFunctionExpression;

function forEachFunction(check: (node: FunctionNode) => void): Deno.lint.LintVisitor {
  return { FunctionDeclaration: check, FunctionExpression: check, ArrowFunctionExpression: check };
}

function linesOf(text: string): number {
  return text.trimEnd().split("\n").length;
}

/** A function can be seen whole. */
export const functionLengthRule: Rule = {
  create(context) {
    if (isListed(placeOf(context.filename), tables)) return {};
    return forEachFunction((node) => {
      const lines = linesOf(context.sourceCode.getText(node));
      if (lines <= maxLines.function) return;
      context.report({ node, message: `This function has ${lines} lines, more than ${maxLines.function}` });
    });
  },
};

/** A file holds one idea. */
export const fileLengthRule: Rule = {
  create(context) {
    return {
      Program(node) {
        const lines = linesOf(context.sourceCode.text);
        if (lines <= maxLines.file || isListed(placeOf(context.filename), tables)) return;
        context.report({ node, message: `This file has ${lines} lines, more than ${maxLines.file}` });
      },
    };
  },
};

/** An options object, or a list of any length, may follow the positional parameters. */
function isFree(parameter: Deno.lint.Parameter): boolean {
  if (parameter.type === "AssignmentPattern") return parameter.left.type === "ObjectPattern";
  // what begins with a line is there because somebody else's signature wants it
  if (parameter.type === "Identifier" && parameter.name.startsWith("_")) return true;
  return parameter.type === "ObjectPattern" || parameter.type === "RestElement";
}

/** A call can be read without looking up which argument is which. */
export const parameterRule: Rule = {
  create(context) {
    if (isListed(placeOf(context.filename), tables)) return {};
    return forEachFunction((node) => {
      const count = node.params.filter((parameter) => !isFree(parameter)).length;
      if (count <= maxParameters) return;
      const message = `This function has ${count} positional parameters, more than ${maxParameters}`;
      context.report({ node, message });
    });
  },
};

/** Files are named alike on every file system. */
export const fileNameRule: Rule = {
  create(context) {
    return {
      Program(node) {
        const place = placeOf(context.filename);
        if (/^[a-z0-9_/]+\.ts$/.test(place)) return;
        context.report({ node, message: `${place} is not in snake_case` });
      },
    };
  },
};
