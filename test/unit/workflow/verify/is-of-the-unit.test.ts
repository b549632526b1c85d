import { describe, expect, it } from "vitest";
import { isOfTheUnit } from "../../../../main/workflow/verify/is-of-the-unit.ts";

describe("what is held against a unit", () => {
  it.each([
    "unit.differs",
    "unit.key-not-proven",
    "pki.bad-chain",
    "pki.expired",
    "tpm.not-proven",
    "enrollment.group-missing",
  ])("is %s", (code) => {
    expect(isOfTheUnit(code)).toBe(true);
  });

  it.each([
    "dps.unreachable",
    "dps.circuit-open",
    "link.lost",
    "station.timed-out",
    "pki.locked",
    "records.disk-full",
    "recipe.no-authority",
    "set-up.secret",
    "unit.not-enrolled",
    "enrollment.group-not-checked",
  ])("is not %s", (code) => {
    expect(isOfTheUnit(code)).toBe(false);
  });
});
