import { assert, assertEquals } from "@std/assert";
import { newDraft } from "../../lib/cli/options/option.ts";
import {
  excludedBy,
  findOption,
  loggingOrder,
  optionGroups,
  options,
  remainingOrder,
} from "../../lib/cli/options/table.ts";
import { header, version } from "../../lib/cli/program.ts";
import configuration from "../../deno.json" with { type: "json" };

Deno.test("every name belongs to one option and looks like one", { permissions: "none" }, () => {
  const names = options.flatMap(({ long, short }) => short ? [long, short] : [long]);
  assertEquals(new Set(names).size, names.length);
  for (const { long, short } of options) {
    assert(/^--[a-z][a-z0-9-]+$/.test(long), long);
    assert(short === undefined || /^[+-][A-Za-z][A-Za-z0-9=]*$/.test(short), short);
    assertEquals(findOption(long), findOption(short ?? long));
  }
});

Deno.test("every option is evaluated once, unless it is answered alone", { permissions: "none" }, () => {
  const evaluated = [...loggingOrder, ...remainingOrder].flat();
  assertEquals(new Set(evaluated).size, evaluated.length);
  for (const { long, exclusive } of options) {
    // --arguments is no setting: it is answered as soon as there is a logger
    const expected = !exclusive && long !== "--arguments";
    assertEquals(evaluated.includes(long), expected, long);
  }
  assertEquals(evaluated.filter((long) => !findOption(long)), []);
});

Deno.test("options exclude each other mutually", { permissions: "none" }, () => {
  for (const row of options) {
    for (const long of excludedBy(row)) {
      const other = findOption(long);
      assert(other && excludedBy(other).includes(row.long), `${row.long} and ${long}`);
    }
  }
});

Deno.test("values are described where there are some", { permissions: "none" }, () => {
  for (const { long, valueText, parameters = [] } of options) {
    assertEquals(valueText !== undefined, parameters.length > 0, long);
    const initials = [...valueText?.matchAll(/\[(\w)\]/g) ?? []].map(([, initial]) => initial);
    assertEquals(initials, parameters.map(({ name }) => name[0]), long);
  }
});

Deno.test("ranges in the help are those that are checked", { permissions: "none" }, () => {
  for (const { long, valueText = "", parameters = [] } of options) {
    const range = /\((\d+)\.\.(\d+)/.exec(valueText);
    if (range) assertEquals([parameters[0].min, parameters[0].max], range.slice(1).map(Number), long);
  }
});

Deno.test("defaults in the help are those that are used", { permissions: "none" }, () => {
  const { peer, network, sending, invent, tls } = newDraft();
  const actual: Record<string, string | number> = {
    "--aetitle": peer.callingAeTitle,
    "--call": peer.calledAeTitle,
    "--socket-timeout": network.socketTimeoutSeconds,
    "--acse-timeout": network.acseTimeoutSeconds,
    "--max-pdu": network.maxReceivePduBytes,
    "--invent-series": invent.imagesPerSeries,
    "--invent-study": invent.seriesPerStudy,
    "--invent-patient": invent.studiesPerPatient,
    "--associations": sending.associations,
    "--async-window": sending.asyncWindow,
    "--tls-engine": tls.engine,
  };
  for (const [long, value] of Object.entries(actual)) {
    const row = findOption(long);
    assert(`${row?.valueText} ${row?.help}`.includes(`default: ${value})`), long);
  }
});

Deno.test("an option that is the default changes nothing", { permissions: "none" }, () => {
  for (const row of options.filter(({ help }) => help.endsWith("(default)"))) {
    const draft = newDraft();
    row.set(draft, []);
    assertEquals(draft, newDraft(), row.long);
  }
});

Deno.test("help lines stay within the width of a terminal", { permissions: "none" }, () => {
  const texts = optionGroups[4].sections.flatMap(({ options }) => options)
    .flatMap(({ valueText = "", help }) => [valueText, ...help.split("\n")]);
  assertEquals(texts.filter((text) => text.length > 49), []);
});

Deno.test("the version is that of the package", { permissions: "none" }, () => {
  assertEquals(version, configuration.version);
  assert(header.startsWith(`$storescu: storescu v${configuration.version} 20`));
});
