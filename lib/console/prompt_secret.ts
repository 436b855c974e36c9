/**
 * The only place that knows the library for prompts.
 *
 * @module
 */
import { promptSecret as promptUntyped } from "npm:deno-std@1.4.0/cli/prompt_secret.js";

/** Shows a text on the terminal and reads a line without showing it; null where standard input is no terminal. */
export const promptSecret: (message: string, options: { mask: string }) => string | null = promptUntyped;
