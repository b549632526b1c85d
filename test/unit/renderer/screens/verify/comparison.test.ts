import { describe, expect, it } from "vitest";
import type { UnitDetail } from "../../../../../main/api/contract/index.ts";
import { compareUnits, isRemarkable } from "../../../../../renderer/screens/verify/comparison.ts";
import {
  fakeRecipes,
  newFakeUnit,
  openFakeLot,
  provisionFakeUnit,
} from "../../../../harness/fake-station/fake-records.ts";

const [recipe = expect.fail("no recipe")] = fakeRecipes;
const lot = openFakeLot("L1", recipe, null);
const run = {
  id: "r1",
  slot: "1",
  lot: "L1",
  outcome: "pass",
  startedAt: "2026-11-23T06:00:00.000Z",
  ms: 4800,
  problem: null,
  operator: null,
  steps: [],
} as const;

const made = (serialNumber: string): UnitDetail =>
  provisionFakeUnit({ ...newFakeUnit(serialNumber, lot), lastOutcome: "pass", runs: 1 }, { ...run, steps: [] });

const rows = (left: UnitDetail, right: UnitDetail) =>
  compareUnits({ unit: left, verification: undefined }, { unit: right, verification: undefined }).flatMap(
    (group) => group.rows,
  );
const marked = (left: UnitDetail, right: UnitDetail) =>
  rows(left, right)
    .filter(isRemarkable)
    .map(({ name, likeness }) => `${name}: ${likeness}`);

describe("two units compared", () => {
  it("of one lot differ in nothing but what is each one's own", () => {
    const [a, b] = [made("GW220000128"), made("GW220000129")];
    expect(marked(a, b)).toEqual([]);
    expect(rows(a, b).find(({ name }) => name === "Serial number")?.likeness).toBe("own");
  });

  it("are marked where they differ and ought not to", () => {
    const other = {
      ...made("GW220000129"),
      state: "quarantined" as const,
      facts: { ...made("GW220000129").facts, manufacturer: "INTC" },
    };
    expect(marked(made("GW220000128"), other)).toEqual(["State: differs", "manufacturer: differs"]);
  });

  it("are marked where both have what only one may have", () => {
    const a = made("GW220000128");
    const clone = { ...made("GW220000129"), endorsementKey: a.endorsementKey };
    expect(marked(a, clone)).toEqual(["Endorsement key (TPM2B_PUBLIC, base64): shared"]);
  });

  it("are marked where one lacks what the other has, and silent about what neither has", () => {
    const bare = newFakeUnit("GW220000130", lot);
    expect(marked(made("GW220000128"), bare)).toContain("SHA-256: differs");
    expect(rows(bare, newFakeUnit("GW220000131", lot)).map(({ name }) => name)).not.toContain("SHA-256");
  });

  it("tells the last verification check by check", () => {
    const check = { id: "enrollment", code: null, expected: "", found: "" };
    const verification = { operator: null, station: "s", at: "2026-11-23T06:00:00.000Z" };
    const groups = compareUnits(
      {
        unit: made("GW1"),
        verification: { ...verification, outcome: "pass", checks: [{ ...check, outcome: "pass" }] },
      },
      {
        unit: made("GW2"),
        verification: {
          ...verification,
          outcome: "fail",
          checks: [{ ...check, outcome: "fail", code: "unit.differs" }],
        },
      },
    );
    expect(groups.find(({ title }) => title === "Checks")?.rows).toEqual([
      { name: "Entry at the service", left: "As expected", right: "Differs unit.differs", likeness: "differs" },
    ]);
  });
});
