/**
 * Log levels: how severe a record is, and from where on records are let through.
 *
 * @module
 */
import type { Severity } from "./events.ts";

/** What lets records through: a severity, everything (`all`) or nothing (`off`). */
export type Threshold = Severity | "all" | "off";

/** Weights of severities; of two records the one with more weight is the more severe. */
const weights: Readonly<Record<Threshold, number>> = {
  all: 0,
  trace: 0,
  debug: 1,
  info: 2,
  warn: 3,
  error: 4,
  fatal: 5,
  off: 6,
};

/** The weight of a severity or a threshold. */
export function weightOf(threshold: Threshold): number {
  return weights[threshold];
}

/** Whether a record of this severity passes. */
export function passes(severity: Severity, threshold: Threshold): boolean {
  return weights[severity] >= weights[threshold];
}

/** The threshold of a name in any case, or `undefined` for any other word. */
export function thresholdOf(name: string): Threshold | undefined {
  const lower = name.toLowerCase();
  return Object.hasOwn(weights, lower) ? lower as Threshold : undefined;
}
