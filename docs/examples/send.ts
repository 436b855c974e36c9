/** Sends files and folders: deno run --allow-net --allow-read send.ts HOST PORT FILE... */
import { store, StoreError } from "../../lib/mod.ts";

const [host, port, ...files] = Deno.args;
let failed = 0;
try {
  for await (const { path, outcome } of store({ host, port: Number(port), files })) {
    if (outcome.kind === "stored") console.log(`stored ${path}`);
    else console.error(`${outcome.kind} ${path}`, ++failed);
  }
} catch (error) {
  if (!(error instanceof StoreError)) throw error;
  console.error(error.message);
  failed++;
}
Deno.exit(failed ? 1 : 0);
