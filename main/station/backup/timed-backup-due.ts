import { type ShiftPlan, shiftAt } from "../../records/insights/shift-calendar.ts";

/** Hours, or at the end of each shift. */
export type BackupRhythm = number | "shift";

const msPerHour = 3_600_000;
/** A time server may set a clock back by so much without anybody having been wrong. */
const toleratedMs = 10 * 60_000;

/** When the next backup is due after the last one, now at the earliest where there was none, or where the clock was ahead then. */
export function timedBackupDueAt(
  { every, shifts }: { readonly every: BackupRhythm; readonly shifts: ShiftPlan },
  last: Date | undefined,
  now: Date,
): Date {
  if (last === undefined || last.getTime() > now.getTime() + toleratedMs) return now;
  return every === "shift" ? shiftAt(shifts, last).to : new Date(last.getTime() + every * msPerHour);
}

/** Whatever the clock does, two backups are so far apart: half of what was asked for. */
export const leastApartMs = (every: BackupRhythm, { minutes }: ShiftPlan): number =>
  (every === "shift" ? minutes * 60_000 : every * msPerHour) / 2;
