/** How the plant's day is cut into shifts, in the station's local time. */
export interface ShiftPlan {
  /** When the first shift begins, in minutes after midnight; with it begins the plant's day. */
  readonly startsAt: number;
  /** Length of a shift in minutes, up to 24 hours; the day's last one may be shorter. */
  readonly minutes: number;
}

export interface Shift {
  /** The calendar day on which the plant's day began, `2026-11-23`: a night shift belongs to the evening it began. */
  readonly day: string;
  /** From 1, within the day. */
  readonly number: number;
  readonly from: Date;
  readonly to: Date;
}

const minutesPerDay = 24 * 60;

/** The shifts of the plant's day that holds this moment, or of one so many days from it. Summer time makes one longer or shorter. */
export function shiftsOfDay(plan: ShiftPlan, at: Date, daysOn = 0): readonly [Shift, ...Shift[]] {
  const early = at < beginOf(plan, at, 0) ? 1 : 0;
  const shift = daysOn - early;
  const next = beginOf(plan, at, shift + 1);
  const begin = beginOf(plan, at, shift);
  const day = dayName(new Date(begin.getFullYear(), begin.getMonth(), begin.getDate()));
  const first = { day, number: 1, from: begin, to: earlier(beginOf(plan, at, shift, plan.minutes), next) };
  const rest = Array.from({ length: Math.ceil(minutesPerDay / plan.minutes) - 1 }, (_, index) => ({
    day,
    number: index + 2,
    from: beginOf(plan, at, shift, (index + 1) * plan.minutes),
    to: earlier(beginOf(plan, at, shift, (index + 2) * plan.minutes), next),
  }));
  return [first, ...rest.filter(({ from, to }) => from < to)];
}

export function shiftAt(plan: ShiftPlan, at: Date): Shift {
  const shifts = shiftsOfDay(plan, at);
  return shifts.find(({ from, to }) => from <= at && at < to) ?? shifts[0];
}

/** When the plant's day said as `2026-11-23` begins, or one so many days later. */
export function beginOfDay(plan: ShiftPlan, day: string, daysOn = 0): Date {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + daysOn, 0, plan.startsAt);
}

const beginOf = ({ startsAt }: ShiftPlan, at: Date, days: number, minutes = 0): Date =>
  new Date(at.getFullYear(), at.getMonth(), at.getDate() + days, 0, startsAt + minutes);

const earlier = (a: Date, b: Date): Date => (a < b ? a : b);

const dayName = (at: Date): string =>
  [at.getFullYear(), at.getMonth() + 1, at.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
