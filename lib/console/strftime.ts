/**
 * Dates as C's `strftime` writes them in the C locale, with log4cplus's `%q` and `%Q`.
 *
 * @module
 */

const days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];
const months = [
  "January",
  "February",
  "March",
  "April",
  "May",
  "June",
  "July",
  "August",
  "September",
  "October",
  "November",
  "December",
];

/** The fields of a point in time, in one time zone. */
interface Fields {
  readonly timeMs: number;
  readonly date: Date;
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly weekday: number;
  /** Days since the beginning of the year. */
  readonly yearDay: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  readonly offsetMinutes: number;
  readonly utc: boolean;
}

/** Writes a point in time; what the format does not define is left as it is. */
export function strftime(format: string, { timeMs, utc }: { timeMs: number; utc: boolean }): string {
  return write(format, fieldsOf(timeMs, utc));
}

function write(format: string, fields: Fields): string {
  return format.replaceAll(/%(?:[EO](?=[A-Za-z]))?(.)/gs, (all, letter) => {
    const conversion = conversions.get(letter);
    return conversion ? conversion(fields) : all;
  });
}

/** Local fields of a time are the UTC fields of a time that is later by the offset of the zone. */
function fieldsOf(timeMs: number, utc: boolean): Fields {
  const date = new Date(timeMs);
  const offsetMinutes = utc ? 0 : -date.getTimezoneOffset();
  const shifted = new Date(date.getTime() + offsetMinutes * 60_000);
  const year = shifted.getUTCFullYear();
  return {
    timeMs,
    date,
    year,
    month: shifted.getUTCMonth(),
    day: shifted.getUTCDate(),
    weekday: shifted.getUTCDay(),
    yearDay: Math.floor((shifted.getTime() - Date.UTC(year, 0, 1)) / 86_400_000),
    hour: shifted.getUTCHours(),
    minute: shifted.getUTCMinutes(),
    second: shifted.getUTCSeconds(),
    offsetMinutes,
    utc,
  };
}

const two = (value: number) => String(value).padStart(2, "0");
const three = (value: number) => String(value).padStart(3, "0");
const twelve = (hour: number) => hour % 12 || 12;

const conversions = new Map<string, (fields: Fields) => string>([
  ["a", ({ weekday }) => days[weekday].slice(0, 3)],
  ["A", ({ weekday }) => days[weekday]],
  ["b", ({ month }) => months[month].slice(0, 3)],
  ["B", ({ month }) => months[month]],
  ["c", (fields) => write("%a %b %e %H:%M:%S %Y", fields)],
  ["C", ({ year }) => two(Math.floor(year / 100))],
  ["d", ({ day }) => two(day)],
  ["D", (fields) => write("%m/%d/%y", fields)],
  ["e", ({ day }) => String(day).padStart(2)],
  ["F", (fields) => write("%Y-%m-%d", fields)],
  ["g", (fields) => two(isoWeek(fields).year % 100)],
  ["G", (fields) => String(isoWeek(fields).year)],
  ["h", ({ month }) => months[month].slice(0, 3)],
  ["H", ({ hour }) => two(hour)],
  ["I", ({ hour }) => two(twelve(hour))],
  ["j", ({ yearDay }) => three(yearDay + 1)],
  ["k", ({ hour }) => String(hour).padStart(2)],
  ["l", ({ hour }) => String(twelve(hour)).padStart(2)],
  ["m", ({ month }) => two(month + 1)],
  ["M", ({ minute }) => two(minute)],
  ["n", () => "\n"],
  ["p", ({ hour }) => hour < 12 ? "AM" : "PM"],
  ["P", ({ hour }) => hour < 12 ? "am" : "pm"],
  ["q", ({ timeMs }) => three(Math.floor(timeMs) % 1000)],
  ["Q", ({ timeMs }) => `${three(Math.floor(timeMs) % 1000)}.${three(Math.floor(timeMs % 1 * 1000))}`],
  ["r", (fields) => write("%I:%M:%S %p", fields)],
  ["R", (fields) => write("%H:%M", fields)],
  ["s", ({ timeMs }) => String(Math.floor(timeMs / 1000))],
  ["S", ({ second }) => two(second)],
  ["t", () => "\t"],
  ["T", (fields) => write("%H:%M:%S", fields)],
  ["u", ({ weekday }) => String(weekday || 7)],
  ["U", ({ yearDay, weekday }) => two(Math.floor((yearDay + 7 - weekday) / 7))],
  ["V", (fields) => two(isoWeek(fields).week)],
  ["w", ({ weekday }) => String(weekday)],
  ["W", ({ yearDay, weekday }) => two(Math.floor((yearDay + 7 - (weekday + 6) % 7) / 7))],
  ["x", (fields) => write("%m/%d/%y", fields)],
  ["X", (fields) => write("%H:%M:%S", fields)],
  ["y", ({ year }) => two(year % 100)],
  ["Y", ({ year }) => String(year)],
  ["z", zoneOffset],
  ["Z", zoneName],
  ["%", () => "%"],
]);

/** The week of ISO 8601: it belongs to the year that has its Thursday. */
function isoWeek({ year, month, day, weekday }: Fields): { year: number; week: number } {
  const thursday = new Date(Date.UTC(year, month, day - (weekday + 6) % 7 + 3));
  const itsYear = thursday.getUTCFullYear();
  const days = (thursday.getTime() - Date.UTC(itsYear, 0, 1)) / 86_400_000;
  return { year: itsYear, week: Math.floor(days / 7) + 1 };
}

function zoneOffset({ offsetMinutes }: Fields): string {
  const minutes = Math.abs(offsetMinutes);
  return `${offsetMinutes < 0 ? "-" : "+"}${two(Math.floor(minutes / 60))}${two(minutes % 60)}`;
}

function zoneName({ date, utc }: Fields): string {
  if (utc) return "GMT";
  const parts = new Intl.DateTimeFormat("en-US", { timeZoneName: "short" }).formatToParts(date);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? "";
}
