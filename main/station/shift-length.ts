import { setUpErrors } from "./station-errors.ts";

const msPerHour = 60 * 60 * 1000;
const longestHours = 24;

/** TOUCHMARK_SHIFT_HOURS in milliseconds: how long a good check of an enrollment group is believed. Throws `set-up.settings`. */
export function shiftLengthMs(env: NodeJS.ProcessEnv = process.env): number | undefined {
  const given = env["TOUCHMARK_SHIFT_HOURS"];
  if (given === undefined || given === "") return undefined;
  const hours = /^\d+(?:\.\d+)?$/.test(given) ? Number(given) : 0;
  if (hours <= 0 || hours > longestHours) {
    throw setUpErrors.settings(`TOUCHMARK_SHIFT_HOURS is "${given}", not hours up to ${longestHours}`);
  }
  return hours * msPerHour;
}
