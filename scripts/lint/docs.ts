/** House rule about doc comments. */
import { placeOf } from "./paths.ts";

/** Every exported symbol says what it is for; re-exports need not. */
export const docsRule: Deno.lint.Rule = {
  create(context) {
    if (!/^(lib|scripts)\//.test(placeOf(context.filename))) return {};
    const source = context.sourceCode;
    return {
      ExportNamedDeclaration(node) {
        if (!node.declaration || isOverload(node)) return;
        const comments = source.getCommentsBefore(node);
        if (comments.some(({ type, value }) => type === "Block" && value.startsWith("*"))) return;
        context.report({ node, message: "This exported symbol has no doc comment" });
      },
    };
  },
};

/** A second signature of a function, which the comment on the first one covers. */
function isOverload(node: Deno.lint.ExportNamedDeclaration): boolean {
  if (node.parent.type !== "Program" || node.declaration?.type !== "FunctionDeclaration") return false;
  const before = node.parent.body[node.parent.body.indexOf(node) - 1];
  if (before?.type !== "ExportNamedDeclaration") return false;
  const { declaration } = before;
  return declaration?.type === "TSDeclareFunction" && declaration.id?.name === node.declaration.id?.name;
}
