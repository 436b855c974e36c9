/**
 * Completions of the command line for shells.
 *
 * @module
 */
import { bashCompletions } from "./bash.ts";
import { fishCompletions } from "./fish.ts";
import { zshCompletions } from "./zsh.ts";

/** A script for `shell`, one of the shells that `--completions` takes. */
export function completionsFor(shell: string): string {
  switch (shell) {
    case "bash":
      return bashCompletions();
    case "zsh":
      return zshCompletions();
    case "fish":
      return fishCompletions();
    default:
      throw new Error(`No completions for the shell ${shell}`);
  }
}
