/** The version of IP, as DCMTK 3.7.0's `-i4 -i6 -i0` have it. */
import { assertEquals } from "@std/assert";
import { Receiver } from "../../scripts/receiver/receiver.ts";
import { runInProcess } from "../support/in_process.ts";
import { testFiles } from "../support/test_files.ts";

const [ct] = Object.values(testFiles("ct_implicit"));

/** Listens on an address of version 6, and passes everything on. */
function relay(port: number): Deno.TcpListener {
  const listener = Deno.listen({ hostname: "::1", port: 0 });
  const serve = async () => {
    for await (const near of listener) {
      const far = await Deno.connect({ hostname: "127.0.0.1", port });
      near.readable.pipeTo(far.writable).catch(() => {});
      far.readable.pipeTo(near.writable).catch(() => {});
    }
  };
  serve().catch(() => {});
  return listener;
}

const unknown = (host: string) =>
  `F: Association Request Failed: 0006:0320 Attempt to connect to unknown host: ${host}\n`;

Deno.test("the version of IP that is wanted is used, and no other", async () => {
  await using receiver = await Receiver.start();
  const listener = relay(receiver.port);
  const [four, six] = [String(receiver.port), String(listener.addr.port)];
  const illegal = `F: Association Request Failed: 0006:030c Illegal service parameter: ::1:${six}\n`;
  for (
    const [args, stderr] of [
      [["-i0", "::1", six], ""],
      [["-i6", "::1", six], ""],
      [["-i4", "::1", six], illegal],
      [["127.0.0.1", four], ""],
      [["-i0", "127.0.0.1", four], ""],
      [["-i4", "127.0.0.1", four], ""],
      [["-i6", "127.0.0.1", four], unknown("127.0.0.1")],
      [["-i4", "-i6", "::1", six], ""],
    ] as const
  ) {
    const ran = await runInProcess([...args, ct]);
    assertEquals(ran, { code: stderr ? 1 : 0, stdout: "", stderr }, args.join(" "));
  }
  await receiver.idle();
  assertEquals(receiver.objects.map(({ complete }) => complete), Array(6).fill(true));
  listener.close();
});
