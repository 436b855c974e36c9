import { assert, assertEquals, assertThrows } from "@std/assert";
import { Inventor, uidMaker } from "../../lib/input/invent.ts";

function inventor(limits: { images: number; series: number; studies: number }) {
  let count = 0;
  return new Inventor({
    imagesPerSeries: limits.images,
    seriesPerStudy: limits.series,
    studiesPerPatient: limits.studies,
  }, { now: () => 1700000000, makeUid: (prefix) => `${prefix}.x${count++}` });
}

Deno.test("the first object gets everything, in DCMTK's order", () => {
  const { counters, values } = inventor({ images: 100, series: 50, studies: 25 }).next();
  assertEquals(counters, { patient: 0, study: 0, series: 0, image: 0 });
  assertEquals(values.map(({ label, value }) => `${label}=${value}`), [
    "PatientName=OFFIS^TEST_PN_17000000000",
    "PatientID=PID_17000000000",
    "StudyInstanceUID=1.2.276.0.7230010.3.1.2.0.x1",
    "StudyID=SID_17000000000",
    "SeriesInstanceUID=1.2.276.0.7230010.3.1.3.0.x0",
    "SeriesNumber=0",
    "SOPInstanceUID=1.2.276.0.7230010.3.1.4.0.x2",
    "ImageNumber=0",
  ]);
});

Deno.test("counters turn over, and the series number keeps counting as DCMTK's does", () => {
  const source = inventor({ images: 2, series: 2, studies: 2 });
  const rows = Array.from({ length: 17 }, () => source.next()).map(({ counters, values }) => {
    const number = values.find(({ label }) => label === "SeriesNumber")?.value;
    return `pa${counters.patient} st${counters.study} se${counters.series} im${counters.image} #${number}`;
  });
  assertEquals(rows.slice(0, 9), [
    "pa0 st0 se0 im0 #0",
    "pa0 st0 se0 im1 #0",
    "pa0 st0 se1 im0 #1",
    "pa0 st0 se1 im1 #1",
    "pa0 st1 se0 im0 #2",
    "pa0 st1 se0 im1 #2",
    "pa0 st1 se1 im0 #1",
    "pa0 st1 se1 im1 #1",
    "pa1 st0 se0 im0 #2",
  ]);
  assertEquals(rows[16], "pa2 st0 se0 im0 #2");
});

Deno.test("values of a series stay the same until the next series", () => {
  const source = inventor({ images: 2, series: 9, studies: 9 });
  const series = Array.from(
    { length: 3 },
    () => source.next().values.find((v) => v.label === "SeriesInstanceUID"),
  );
  assertEquals(series[0], series[1]);
  assert(series[1]?.value !== series[2]?.value);
});

Deno.test("UIDs have DCMTK's shape and are never cut short", () => {
  const make = uidMaker(() => 1700000000, { host: 12345678, processId: 4194304, firstCount: 9999 });
  assertEquals(make("1.2.3.4"), "1.2.3.4.12345678.4194304.1700000000.9999");
  assertEquals(make("1.2.3.4"), "1.2.3.4.12345678.4194304.1700000000.10000");
  assert(make("1.2.276.0.7230010.3.1.4.999999").length <= 64);
  assertThrows(() => make("1." + "2".repeat(40)), RangeError);
});
