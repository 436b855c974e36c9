/**
 * The house rules as a plugin of `deno lint`.
 *
 * @module
 */
import { consoleRule, edgeRule, layerRule, packageRule, sharedStateRule } from "./imports.ts";
import { docsRule } from "./docs.ts";
import { fileLengthRule, fileNameRule, functionLengthRule, parameterRule } from "./shape.ts";

/** The plugin; its rules are called `house/layers` and so on. */
const plugin: Deno.lint.Plugin = {
  name: "house",
  rules: {
    "layers": layerRule,
    "packages": packageRule,
    "edges": edgeRule,
    "console": consoleRule,
    "shared-state": sharedStateRule,
    "function-length": functionLengthRule,
    "file-length": fileLengthRule,
    "parameters": parameterRule,
    "file-names": fileNameRule,
    "docs": docsRule,
  },
};

export default plugin;
