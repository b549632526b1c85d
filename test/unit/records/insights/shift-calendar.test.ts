import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { shiftAt, shiftsOfDay } from "../../../../main/records/insights/shift-calendar.ts";
import { slicesOf, sliceSizeOf } from "../../../../main/records/insights/slices.ts";

const plan = { startsAt: 6 * 60, minutes: 8 * 60 };
const hours = (from: Date, to: Date): number => (to.getTime() - from.getTime()) / 3_600_000;

describe("the plant's day", () => {
  const before = process.env["TZ"];
  beforeAll(() => {
    process.env["TZ"] = "Europe/Berlin";
  });
  afterAll(() => {
    if (before === undefined) delete process.env["TZ"];
    else process.env["TZ"] = before;
  });

  it("gives the night shift to the evening it began", () => {
    const at = new Date("2026-11-24T03:00:00+01:00");
    expect(shiftAt(plan, at)).toEqual({
      day: "2026-11-23",
      number: 3,
      from: new Date("2026-11-23T22:00:00+01:00"),
      to: new Date("2026-11-24T06:00:00+01:00"),
    });
  });

  it("has a longer night when summer time ends, and a shorter one when it begins", () => {
    const autumn = shiftsOfDay(plan, new Date("2026-10-24T12:00:00+02:00"));
    expect(autumn.map(({ from, to }) => hours(from, to))).toEqual([8, 8, 9]);
    const spring = shiftsOfDay(plan, new Date("2026-03-28T12:00:00+01:00"));
    expect(spring.map(({ from, to }) => hours(from, to))).toEqual([8, 8, 7]);
  });

  it("ends a shift that does not fit with the day", () => {
    const shifts = shiftsOfDay({ startsAt: 0, minutes: 9 * 60 }, new Date("2026-11-23T12:00:00+01:00"));
    expect(shifts.map(({ from, to }) => hours(from, to))).toEqual([9, 9, 6]);
  });

  it.each([
    [1, "hour", 24],
    [7, "shift", 21],
    [30, "shift", 90],
    [60, "day", 60],
    [140, "week", 20],
  ] as const)("of %i days is cut by %s into %i bars, without a gap", (days, size, count) => {
    const from = new Date(2026, 8, 1, 6);
    const stretch = { from, to: new Date(2026, 8, 1 + days, 6) };
    expect(sliceSizeOf(stretch)).toBe(size);
    const slices = slicesOf(plan, stretch);
    expect(slices).toHaveLength(count);
    expect(slices[0]?.from).toEqual(stretch.from);
    expect(slices.at(-1)?.to).toEqual(stretch.to);
    for (const [index, slice] of slices.slice(1).entries()) expect(slice.from).toEqual(slices[index]?.to);
  });
});
