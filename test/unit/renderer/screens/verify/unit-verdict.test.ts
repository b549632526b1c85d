import { describe, expect, it } from "vitest";
import { verdictOf } from "../../../../../renderer/screens/verify/unit-verdict.ts";
import { fakeRecipes, newFakeUnit, openFakeLot } from "../../../../harness/fake-station/fake-records.ts";

const [recipe = expect.fail("no recipe")] = fakeRecipes;
const unit = newFakeUnit("GW220000128", openFakeLot("L1", recipe, null));

describe("a unit's verdict", () => {
  it.each([
    [null, "waiting"],
    ["running", "running"],
    ["pass", "pass"],
    ["fail", "fail"],
    ["interrupted", "attention"],
  ] as const)("is by its last run: %s", (lastOutcome, shape) => {
    expect(verdictOf({ ...unit, lastOutcome }).shape).toBe(shape);
  });

  it("puts a hold before a pass", () => {
    const held = verdictOf({ ...unit, lastOutcome: "pass", state: "quarantined" });
    expect(held).toMatchObject({ shape: "off", word: "Quarantined" });
  });

  it("claims no more than was checked", () => {
    expect(verdictOf({ ...unit, lastOutcome: "pass", state: "provisioned" }).why).toBe(
      "Not verified since it was built",
    );
    expect(verdictOf({ ...unit, lastOutcome: "pass", state: "verified" }).why).toBe("");
  });

  const check = { id: "registration", outcome: "pass", code: null, expected: "", found: "" } as const;
  const verification = { checks: [check, check], operator: "Eve", station: "s", at: "2026-11-23T06:04:00.000Z" };

  it("says who verified it, when and by how many checks", () => {
    const verdict = verdictOf({ ...unit, lastOutcome: "pass", state: "verified" }, [
      { ...verification, outcome: "pass" },
    ]);
    expect(verdict).toMatchObject({ shape: "pass", word: "Verified" });
    expect(verdict.why).toMatch(/ by Eve, all 2 checks$/);
  });

  it("says what a verification could not find out", () => {
    const checks = [check, { ...check, outcome: "unknown" as const }];
    const verdict = verdictOf({ ...unit, lastOutcome: "pass", state: "provisioned" }, [
      { ...verification, checks, outcome: "unknown" },
    ]);
    expect(verdict.why).toMatch(/1 of 2 checks could not be made$/);
  });

  it("says since when, by whom and why it is on hold", () => {
    const stateHistory = [
      {
        fromState: "provisioned",
        toState: "quarantined",
        act: "quarantine",
        reason: "dropped",
        operator: "Eve",
        station: "s",
        at: "2026-11-23T06:04:00.000Z",
      } as const,
    ];
    expect(verdictOf({ ...unit, state: "quarantined", stateHistory }).why).toMatch(
      /^Quarantined since .+ by Eve: dropped$/,
    );
  });
});
