import { errorCatalogue } from "./error-catalogue.ts";
import { isStationError, type StationError } from "./station-error.ts";

/** Failures that belong to no room: a cancelled operation, a defect of the station itself, malformed bytes. */
export const baseErrors = errorCatalogue("station", {
  cancelled: { sentence: "Stopped. Start the unit again when ready.", retry: "same-unit" },
  timedOut: { sentence: "That took too long. Try the unit again.", retry: "same-unit" },
  defect: { sentence: "Station fault. Call the process engineer.", retry: "after-fix" },
  malformed: { sentence: "Data was damaged. Try the unit again.", retry: "same-unit" },
});

/** Any thrown value as a StationError; what is not one already is a defect and keeps its cause. */
export function asStationError(error: unknown): StationError {
  if (isStationError(error)) return error;
  return baseErrors.defect(error instanceof Error ? `${error.name}: ${error.message}` : String(error), error);
}
