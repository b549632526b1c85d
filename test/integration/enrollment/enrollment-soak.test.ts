import { describe, expect, it } from "vitest";
import { soakEnrollments } from "../../soak/enrollments/soak-enrollments.ts";

/** A quarter of it in every test run; `npm run soak` takes 20,000 entries, with as many kills. */
describe("5,000 enrollments at a failing service, by a station that is killed", () => {
  it("end with service and records in agreement: nothing lost, doubled or overwritten", async () => {
    const report = await soakEnrollments({ enrollments: 5_000, kills: 10, seed: 4 });
    expect(report.wrong).toEqual([]);
    expect(report.kills).toBe(10);
    expect(report.registered).toBe(100);
    expect(Object.keys(report.faults)).toEqual(
      expect.arrayContaining(["answer 429", "answer 500", "answer 409", "slow", "reset-before-commit"]),
    );
  });
});
