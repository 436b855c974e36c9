import { assertEquals } from "@std/assert";
import { formatCondition } from "../../lib/base/errors.ts";
import { conditions, networkCondition, withCause } from "../../lib/dictionary/conditions.ts";
import { formatTag, tags } from "../../lib/dictionary/tags.ts";

const pure = { permissions: "none" } as const;

Deno.test("conditions read as DCMTK 3.6.7 was seen to print them", pure, () => {
  const seen = [
    [conditions.ASC_BADPRESENTATIONCONTEXTID, "0006:0101 ASC Bad presentation context ID"],
    [conditions.DIMSE_SENDFAILED, "0006:020e DIMSE Failed to send message"],
    [conditions.DIMSE_NODATADICT, "0006:0213 Data dictionary missing"],
    [conditions.DUL_PEERABORTEDASSOCIATION, "0006:0317 Peer aborted Association (or never connected)"],
    [conditions.DUL_PEERREQUESTEDRELEASE, "0006:0319 DUL Peer Requested Release"],
    [conditions.EC_TagNotFound, "0001:0002 Tag not found"],
    [
      networkCondition(
        "ASCC_CODINGERROR",
        "ASC Coding error in ASC_requestAssociation: missing presentation contexts",
      ),
      "0006:0103 ASC Coding error in ASC_requestAssociation: missing presentation contexts",
    ],
  ] as const;
  for (const [condition, line] of seen) assertEquals(formatCondition(condition), line);
});

Deno.test("a cause stands on a line of its own", pure, () => {
  const both = withCause(conditions.DUL_REQUESTASSOCIATIONFAILED, conditions.DUL_NETWORKCLOSED);
  assertEquals(
    formatCondition(both),
    "0006:031b Failed to establish association\n0006:0310 DUL network closed",
  );
});

Deno.test("tags are printed in hexadecimal", pure, () => {
  assertEquals(formatTag(tags.PixelData), "(7fe0,0010)");
  assertEquals(formatTag(tags.Item), "(fffe,e000)");
});
