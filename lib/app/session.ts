/**
 * One run of the program as its process has it: dictionary, report, signals and network around the use case.
 *
 * @module
 */
import { identification } from "../cli/program.ts";
import type { Settings } from "../cli/settings.ts";
import { type Console, tellBanner, tellDictionary } from "../console/console.ts";
import { dataLogger, networkLogger } from "../console/messages.ts";
import type { Report } from "../console/report.ts";
import { dictionaryInForce } from "../dictionary/dictionary_in_force.ts";
import type { DictionaryFiles } from "../dictionary/load_dictionary.ts";
import { createInspect } from "../input/inspect.ts";
import { foreseesExplicit } from "../storage/contexts.ts";
import { TcpNetwork } from "./network.ts";
import { readProfiles } from "./plan.ts";
import { run } from "./run.ts";
import { createInventor, dictionaryFileAccess, environmentVariable, interruptions } from "./system.ts";

export { openConsole } from "../console/deno_edge.ts";

const failure = 1;

/** Runs what the settings ask for; returns the exit code. */
export async function runSettings(settings: Settings, console: Console): Promise<number> {
  const { emit } = console;
  // For DCMTK this is a part of reading the command line
  const { negotiation, sending: { reportFile } } = settings;
  const profiles = negotiation.kind === "profile" ? await readProfiles(negotiation, emit) : undefined;
  if (profiles === "failed") return failure;
  tellBanner(console, identification);
  const { readMode, uidPadding } = settings.input;
  const paths = environmentVariable("DCMDICTPATH");
  const files = paths ? await readDictionaries(paths, console) : undefined;
  const dictionary = dictionaryInForce(files);
  const report = reportFile === undefined ? undefined : await startReport(reportFile, console);
  if (report === "failed") return failure;
  using interrupted = interruptions();
  const exitCode = await run(settings, {
    inspect: createInspect({
      readMode,
      uidPadding,
      dictionary,
      loadedDictionary: files?.loaded ? files.dictionary : undefined,
      foreseesExplicit: settings.negotiation.kind === "proposal" && foreseesExplicit(settings.negotiation),
      isTraced: console.isEnabled("trace", dataLogger),
      ignoresElements: settings.sending.invent === undefined,
    }),
    dictionary,
    network: new TcpNetwork(settings, {
      isLogged: (severity, logger = networkLogger) => console.isEnabled(severity, logger),
      isTraced: console.isEnabled("trace", networkLogger),
      environment: environmentVariable,
    }),
    createInventor,
    profiles,
    emit,
    tellsEncoding: console.isEnabled("debug", dataLogger),
    isQuiet: console.isQuiet,
    signal: interrupted.signal,
    listenToSignals: interrupted.listen,
  });
  return report ? await endReport(report, { exitCode, settings, console }) : exitCode;
}

async function readDictionaries(paths: string, console: Console): Promise<DictionaryFiles> {
  const { loadDictionaryFiles } = await import("../dictionary/load_dictionary.ts");
  const files = loadDictionaryFiles(paths, dictionaryFileAccess);
  tellDictionary(console, files);
  return files;
}

async function startReport(path: string, console: Console): Promise<Report | "failed"> {
  const { openReport, ReportError } = await import("../console/report.ts");
  try {
    const report = openReport(path);
    console.listen(report.listen);
    return report;
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    console.log("fatal", error.message);
    return "failed";
  }
}

/** A run whose report could not be written is no success: someone relies on it. */
async function endReport(
  report: Report,
  { exitCode, settings, console }: { exitCode: number; settings: Settings; console: Console },
): Promise<number> {
  const { ReportError } = await import("../console/report.ts");
  try {
    report.end({ exitCode, repeat: settings.sending.repeat });
    return exitCode;
  } catch (error) {
    if (!(error instanceof ReportError)) throw error;
    console.log("error", error.message);
    return exitCode || failure;
  }
}
