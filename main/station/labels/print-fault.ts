import type { StationError } from "../../base/errors/station-error.ts";
import { labelErrors } from "../../label/label-errors.ts";
import { printerErrors } from "./printer-errors.ts";

const makers = [...Object.values(printerErrors), ...Object.values(labelErrors)].filter(
  (maker) => typeof maker === "function",
);

/** Why a label did not come out, by the code that was recorded; null where that says nothing of a printer or a label. */
export const printFault = (code: string | null): StationError | null =>
  makers.map((make) => make("before the station was started anew")).find((error) => error.code === code) ?? null;
