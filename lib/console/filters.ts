/**
 * log4cplus's filters: each accepts a record, denies it, or leaves that to the next.
 *
 * @module
 */
import { type LogRecord, thresholdOf, weightOf } from "./logger.ts";
import { below, booleanOf, type Properties } from "./properties.ts";

type Filter = (record: LogRecord) => "accept" | "deny" | "neutral";

const factories = new Map<string, (properties: Properties) => Filter>([
  ["log4cplus::spi::DenyAllFilter", () => () => "deny"],
  ["log4cplus::spi::LogLevelMatchFilter", levelMatch],
  ["log4cplus::spi::LogLevelRangeFilter", levelRange],
  ["log4cplus::spi::StringMatchFilter", stringMatch],
]);

/** Reads `filters.1`, `filters.2` and so on of an appender; gives what lets records through. */
export function readFilters(
  appender: Properties,
  complain: (text: string) => void,
): (record: LogRecord) => boolean {
  const filters: Filter[] = [];
  const properties = below(appender, "filters.");
  for (let number = 1;; number++) {
    const name = properties.get(String(number));
    if (name === undefined) break;
    const make = factories.get(name);
    if (make) filters.push(make(below(properties, `${number}.`)));
    else complain(`Appender::ctor()- Cannot find FilterFactory: ${name}`);
  }
  return (record) => {
    for (const filter of filters) {
      const verdict = filter(record);
      if (verdict !== "neutral") return verdict === "accept";
    }
    return true;
  };
}

const acceptsOnMatch = (properties: Properties) =>
  booleanOf(properties, { key: "AcceptOnMatch", byDefault: false });

/** The weight of a level, or `undefined` where there is none of that name. */
function levelOf(properties: Properties, key: string): number | undefined {
  const threshold = thresholdOf(properties.get(key) ?? "");
  return threshold && weightOf(threshold);
}

function levelMatch(properties: Properties): Filter {
  const level = levelOf(properties, "LogLevelToMatch");
  const verdict = acceptsOnMatch(properties) ? "accept" : "deny";
  return ({ severity }) => weightOf(severity) === level ? verdict : "neutral";
}

function levelRange(properties: Properties): Filter {
  const min = levelOf(properties, "LogLevelMin") ?? -Infinity;
  const max = levelOf(properties, "LogLevelMax") ?? Infinity;
  const verdict = acceptsOnMatch(properties) ? "accept" : "neutral";
  return ({ severity }) => {
    const weight = weightOf(severity);
    return weight < min || weight > max ? "deny" : verdict;
  };
}

function stringMatch(properties: Properties): Filter {
  const wanted = properties.get("StringToMatch") ?? "";
  const verdict = acceptsOnMatch(properties) ? "accept" : "deny";
  return ({ text }) => wanted !== "" && text.includes(wanted) ? verdict : "neutral";
}
