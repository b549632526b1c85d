import { describe, expect, it } from "vitest";
import { soakCrashes } from "../../soak/crashes/soak-crashes.ts";

/** A short one in every test run; `npm run soak -- --only crashes` is the long one. */
describe.skipIf(process.platform !== "linux")(
  "a station of 32 slots that is killed 10 times and loses its power 8 times",
  () => {
    it("opens again, loses no PASS that was shown, and gives nobody a second identity", async () => {
      const report = await soakCrashes({ kills: 10, cuts: 8, slots: 32, seed: 1, longestLifeMs: 1_200 });
      expect(report.wrong).toEqual([]);
      expect(report).toMatchObject({ kills: 10 });
      expect(report.cuts).toBeGreaterThan(4);
      expect(report.passesShown).toBeGreaterThan(20);
    }, 300_000);
  },
);
