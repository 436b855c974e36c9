import { assertEquals } from "@std/assert";
import { scanSigned, scanUnsigned } from "../../lib/cli/evaluate.ts";

Deno.test("%li knows signs, octal and hexadecimal numbers", { permissions: "none" }, () => {
  const cases: [string, number | undefined][] = [
    ["", undefined],
    ["x", undefined],
    ["-", undefined],
    ["- 5", undefined],
    [" \t+5x", 5],
    ["-5", -5],
    ["1.9", 1],
    ["010", 8],
    ["08", 0],
    ["0", 0],
    ["0x", 0],
    ["0x10", 16],
    ["-0X1f", -31],
    ["99999999999999999999", 2 ** 63],
    ["-99999999999999999999", -(2 ** 63)],
  ];
  for (const [text, expected] of cases) assertEquals(scanSigned(text), expected, text);
});

Deno.test("%lu is decimal and wraps negative numbers around", { permissions: "none" }, () => {
  const cases: [string, number | undefined][] = [
    ["", undefined],
    ["+", undefined],
    ["104x", 104],
    [" 104", 104],
    ["0104", 104],
    ["0x68", 0],
    ["-5", 2 ** 64],
    ["-18446744073709551512", 104],
    ["18446744073709551616", 2 ** 64],
  ];
  for (const [text, expected] of cases) assertEquals(scanUnsigned(text), expected, text);
});
