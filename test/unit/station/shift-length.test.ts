import { expect, it } from "vitest";
import { shiftLengthMs } from "../../../main/station/shift-length.ts";
import { shiftPlan } from "../../../main/station/shift-plan.ts";

it("a shift is as long as the environment says, up to a day", () => {
  const of = (hours: string) => shiftLengthMs({ TOUCHMARK_SHIFT_HOURS: hours });
  expect([shiftLengthMs({}), of(""), of("12"), of("0.5")]).toEqual([undefined, undefined, 43_200_000, 1_800_000]);
  for (const wrong of ["0", "-1", "25", "eight", "1e9"]) {
    expect(() => of(wrong)).toThrow(expect.objectContaining({ code: "set-up.settings" }));
  }
});

it("the first shift begins when the environment says", () => {
  const of = (start: string, hours = "") => shiftPlan({ TOUCHMARK_SHIFT_START: start, TOUCHMARK_SHIFT_HOURS: hours });
  expect(shiftPlan({})).toEqual({ startsAt: 360, minutes: 480 });
  expect([of("5:30"), of("22:00", "12"), of("", "0.1")]).toEqual([
    { startsAt: 330, minutes: 480 },
    { startsAt: 1320, minutes: 720 },
    { startsAt: 360, minutes: 15 },
  ]);
  for (const wrong of ["24:00", "6", "06:60", "six"]) {
    expect(() => of(wrong)).toThrow(expect.objectContaining({ code: "set-up.settings" }));
  }
});
