import { expect, it } from "vitest";
import { shiftLengthMs } from "../../../main/station/shift-length.ts";

it("a shift is as long as the environment says, up to a day", () => {
  const of = (hours: string) => shiftLengthMs({ TOUCHMARK_SHIFT_HOURS: hours });
  expect([shiftLengthMs({}), of(""), of("12"), of("0.5")]).toEqual([undefined, undefined, 43_200_000, 1_800_000]);
  for (const wrong of ["0", "-1", "25", "eight", "1e9"]) {
    expect(() => of(wrong)).toThrow(expect.objectContaining({ code: "set-up.settings" }));
  }
});
