import { describe, expect, it } from "vitest";
import { soakEnrollments } from "../../soak/enrollments/soak-enrollments.ts";

/** A short one in every test run; `npm run soak` is the long one: 20,000 entries and ten kills. */
describe("1,000 enrollments at a failing service, by a station that is killed", () => {
  it("end with service and records in agreement: nothing lost, doubled or overwritten", async () => {
    const report = await soakEnrollments({ enrollments: 1_000, kills: 3, seed: 4 });
    expect(report.wrong).toEqual([]);
    expect(report.kills).toBe(3);
    expect(report.registered).toBe(20);
    expect(Object.keys(report.faults)).toEqual(
      expect.arrayContaining(["answer 429", "answer 500", "answer 409", "slow", "reset-before-commit"]),
    );
  });
});
