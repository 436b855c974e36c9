/** The points of a conversation at which something goes wrong. */
import type { Point } from "../../scripts/receiver/behaviour.ts";

/** One point: where it is, and whether the fault comes instead of what is due there, or behind it. */
export interface FaultPoint {
  readonly name: string;
  readonly at: Point["at"];
  /** Counted from 0. */
  readonly object?: number;
  readonly order: "instead" | "behind";
}

/** How many objects are sent. */
export const objectCount = 3;

/** All points, in the order of a conversation. */
export const points: readonly FaultPoint[] = [
  { name: "on connecting", at: "connect", order: "instead" },
  { name: "instead of the acceptance", at: "associate", order: "instead" },
  { name: "behind the acceptance", at: "associate", order: "behind" },
  { name: "before the data set of object 1", at: "command", object: 0, order: "instead" },
  { name: "inside object 1", at: "data", object: 0, order: "instead" },
  { name: "instead of response 1", at: "response", object: 0, order: "instead" },
  { name: "behind response 1", at: "response", object: 0, order: "behind" },
  { name: "inside object 2", at: "data", object: 1, order: "instead" },
  { name: "instead of response 2", at: "response", object: 1, order: "instead" },
  { name: "behind response 2", at: "response", object: 1, order: "behind" },
  { name: "instead of response 3", at: "response", object: 2, order: "instead" },
  { name: "behind response 3, before the release", at: "response", object: 2, order: "behind" },
  { name: "instead of the release response", at: "release", order: "instead" },
];

/** Whether the receiver has come to this point. */
export function isReached(point: Point, { at, object }: FaultPoint): boolean {
  return point.at === at && (!("object" in point) || point.object === object);
}
