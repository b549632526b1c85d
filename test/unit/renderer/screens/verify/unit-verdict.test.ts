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
});
