import { expect, it } from "vitest";
import { lockOutMs } from "../../../../main/station/operators/lock-out.ts";

it("forgives four misses, then waits twice as long each time, up to a quarter of an hour", () => {
  expect([-9, 0, 4, 5, 6, 7, 9, 10, 1_000].map((misses) => lockOutMs(misses) / 1000)).toEqual([
    0, 0, 0, 30, 60, 120, 480, 900, 900,
  ]);
});
