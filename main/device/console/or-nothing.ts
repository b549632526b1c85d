import { isStationError } from "../../base/errors/station-error.ts";

/** A console that says nothing is no failure here; a lost link or an abort is. */
export async function orNothing<Value>(task: Promise<Value>): Promise<Value | undefined> {
  try {
    return await task;
  } catch (error) {
    if (isStationError(error, "link.timeout")) return undefined;
    throw error;
  }
}
