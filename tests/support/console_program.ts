/** A program that logs a lot, writes to both streams, and says by its exit code that it came to its end. */
import { createConsole } from "../../lib/console/console.ts";
import { denoEdge } from "../../lib/console/deno_edge.ts";

const [lines, configFile] = Deno.args;
const settings = { level: "info", configFile, showPresentationContexts: false } as const;
const console = await createConsole(settings, denoEdge("storescu"));
for (let line = 0; line < Number(lines); line++) {
  console.log("info", `line ${line}`);
  console.print(`progress ${line}\n`);
  if (line % 100 === 0) await Promise.resolve();
}
await console.close();
Deno.exit(42);
