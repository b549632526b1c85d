import { describe, expect, it } from "vitest";
import { soak } from "../../soak/soak.ts";

/** A short one in every test run; `npm run soak` is the long one. */
describe("a soak of 300 runs over 32 slots", () => {
  it("leaks nothing and books nothing wrong, whatever the cables do", async () => {
    const report = await soak({ runs: 300, slots: 32, seed: 1 });
    expect(report.wrong).toEqual([]);
    expect(report.passed).toBeGreaterThan(100);
    expect(Object.keys(report.failures)).toEqual(expect.arrayContaining(["slot.pulled", "link.timeout"]));
  });
});
