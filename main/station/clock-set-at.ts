import { z } from "zod";
import { setUpErrors } from "./station-errors.ts";

/** TOUCHMARK_CLOCK_SET_AT: ISO 8601 with a zone. Throws `set-up.usage` for what is no time. */
export function clockSetAt(): Date | undefined {
  const given = process.env["TOUCHMARK_CLOCK_SET_AT"];
  if (given === undefined) return undefined;
  const time = z.iso.datetime({ offset: true }).safeParse(given);
  if (!time.success) throw setUpErrors.usage(`TOUCHMARK_CLOCK_SET_AT is no time: ${given}`);
  return new Date(time.data);
}
