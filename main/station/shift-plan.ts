import type { ShiftPlan } from "../records/insights/shift-calendar.ts";
import { shiftLengthMs } from "./shift-length.ts";
import { setUpErrors } from "./station-errors.ts";

const usual = { startsAt: 6 * 60, minutes: 8 * 60 };
const msPerMinute = 60_000;

/**
 * How the day is cut for figures: by the station's own setting, else TOUCHMARK_SHIFT_START (local time of the first shift, `06:00`), and
 * TOUCHMARK_SHIFT_HOURS. A quarter of an hour is the shortest shift. Throws `set-up.settings`.
 */
export function shiftPlan(env: NodeJS.ProcessEnv = process.env, ownStart?: string): ShiftPlan {
  const ms = shiftLengthMs(env);
  const minutes = ms === undefined ? usual.minutes : Math.max(15, Math.round(ms / msPerMinute));
  const given = ownStart ?? env["TOUCHMARK_SHIFT_START"];
  if (given === undefined || given === "") return { ...usual, minutes };
  const [, hour, minute] = /^([01]?\d|2[0-3]):([0-5]\d)$/.exec(given) ?? [];
  if (hour === undefined || minute === undefined)
    throw setUpErrors.settings(`the first shift starts at "${given}", not a time like 06:00`);
  return { startsAt: Number(hour) * 60 + Number(minute), minutes };
}
