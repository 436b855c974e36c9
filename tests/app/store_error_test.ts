import { assertEquals } from "@std/assert";
import { isFailure, StoreError } from "../../lib/app/library/store_error.ts";
import { conditions } from "../../lib/dictionary/conditions.ts";

Deno.test("an association that is lost between objects did not end well, one that was not to be had did not begin", () => {
  const lost = { kind: "association lost", condition: conditions.DUL_PEERABORTEDASSOCIATION } as const;
  assertEquals(isFailure(lost), true);
  assertEquals(new StoreError(lost).condition, conditions.DUL_PEERABORTEDASSOCIATION);
  assertEquals(isFailure({ kind: "association missing", failure: undefined }), false);
});

Deno.test("an error says what the command line would, also where that is no complaint there", () => {
  assertEquals(new StoreError({ kind: "peer aborted" }).message, "Peer Aborted Association");
});
