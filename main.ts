/**
 * The command line program: arguments in, exit code out.
 *
 * @module
 */
import { main } from "./lib/app/main.ts";

if (import.meta.main) Deno.exit(await main(Deno.args));
