import { type Shift, type ShiftPlan, shiftsOfDay } from "./shift-calendar.ts";

/** One bar of a picture over time. */
export interface Slice {
  readonly from: Date;
  readonly to: Date;
  /** The plant's day it begins in, `2026-11-23`. */
  readonly day: string;
  /** Of its day, from 1; null for whole days and more. */
  readonly shift: number | null;
}

export type SliceSize = "hour" | "shift" | "day" | "week";

export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

/** As many bars as can be told apart: hours of a day, shifts of a month, days of a quarter, else weeks. */
export function sliceSizeOf({ from, to }: Stretch): SliceSize {
  const ms = to.getTime() - from.getTime();
  // A day has 25 hours once a year.
  if (ms <= dayMs + hourMs) return "hour";
  if (ms <= 31 * dayMs + hourMs) return "shift";
  return ms <= 93 * dayMs ? "day" : "week";
}

/** The stretch cut along shifts and days, in order, nothing left out; the first and last are what is inside of it. */
export function slicesOf(plan: ShiftPlan, stretch: Stretch): readonly Slice[] {
  const size = sliceSizeOf(stretch);
  const step = size === "week" ? 7 : 1;
  const slices: Slice[] = [];
  for (let day = 0; ; day += step) {
    const shifts = shiftsOfDay(plan, stretch.from, day);
    if (shifts[0].from >= stretch.to) break;
    const end = (size === "week" ? shiftsOfDay(plan, stretch.from, day + 6) : shifts).at(-1) ?? shifts[0];
    slices.push(...cut(size, shifts, end));
  }
  return slices.map((slice) => clipped(slice, stretch)).filter(({ from, to }) => from < to);
}

function cut(size: SliceSize, shifts: readonly [Shift, ...Shift[]], end: Shift): readonly Slice[] {
  if (size === "hour") return shifts.flatMap(hoursOf);
  if (size === "shift") return shifts.map(({ number, ...shift }) => ({ ...shift, shift: number }));
  const [{ from, day }] = shifts;
  return [{ from, to: end.to, day, shift: null }];
}

function hoursOf({ from, to, day, number }: Shift): readonly Slice[] {
  const count = Math.ceil((to.getTime() - from.getTime()) / hourMs);
  return Array.from({ length: count }, (_, hour) => ({
    from: new Date(from.getTime() + hour * hourMs),
    to: new Date(Math.min(to.getTime(), from.getTime() + (hour + 1) * hourMs)),
    day,
    shift: number,
  }));
}

const clipped = (slice: Slice, { from, to }: Stretch): Slice => ({
  ...slice,
  from: slice.from < from ? from : slice.from,
  to: slice.to > to ? to : slice.to,
});
