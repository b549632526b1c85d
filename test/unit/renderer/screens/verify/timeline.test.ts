import { describe, expect, it } from "vitest";
import type { EnrollmentChange, UnitDetail, Verification } from "../../../../../main/api/contract/index.ts";
import { timelineOf } from "../../../../../renderer/screens/verify/timeline.ts";
import { fakeRecipes, newFakeUnit, openFakeLot } from "../../../../harness/fake-station/fake-records.ts";

const [recipe = expect.fail("no recipe")] = fakeRecipes;
const at = (minute: number): string => new Date(Date.UTC(2026, 10, 23, 6, minute)).toISOString();

const verification: Verification = {
  outcome: "fail",
  checks: [
    { id: "registration", outcome: "pass", code: null, expected: "a", found: "a" },
    { id: "enrollment", outcome: "fail", code: "unit.differs", expected: "as recorded", found: "another" },
  ],
  operator: "Eve",
  station: "Line 2",
  at: at(4),
};

const unit: UnitDetail = {
  ...newFakeUnit("GW220000128", openFakeLot("L1", recipe, null)),
  state: "provisioned",
  runHistory: [
    {
      id: "r1",
      slot: "1",
      lot: "L1",
      outcome: "pass",
      startedAt: at(1),
      ms: 4800,
      problem: null,
      operator: "Mai",
      steps: [],
    },
  ],
  stateHistory: [
    {
      fromState: "provisioned",
      toState: "quarantined",
      act: "fail",
      reason: "enrollment unit.differs",
      operator: "Eve",
      station: "Line 2",
      at: at(4),
    },
    {
      fromState: "quarantined",
      toState: "provisioned",
      act: "release",
      reason: "mended",
      operator: "Ann",
      station: "Line 2",
      at: at(5),
    },
  ],
  prints: [
    {
      template: "label v1",
      printer: "Zebra",
      copies: 1,
      outcome: "printed",
      code: null,
      reprintReason: null,
      operator: null,
      at: at(2),
    },
  ],
};

const change: EnrollmentChange = {
  id: 1,
  registrationId: "gw",
  unit: "GW220000128",
  service: "practice-dps",
  act: "disable",
  state: "done",
  at: at(3),
  finishedAt: at(3),
  by: "Bob",
  reason: "stolen",
  code: null,
  detail: null,
};

describe("a unit's timeline", () => {
  it("has runs, labels, service acts, verifications and moves in one line, newest first", () => {
    const entries = timelineOf({ unit, verifications: [verification], changes: [change] });
    expect(entries.map(({ title, by }) => [title, by])).toEqual([
      ["Released", "Ann"],
      ["Verification: Differs", "Eve"],
      ["At the service: Disable (Done)", "Bob"],
      ["Label printed", null],
      ["Run: Pass", "Mai"],
    ]);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(entries.length);
  });

  it("tells what came of scanning a label back", () => {
    const [print = expect.fail("no print")] = unit.prints ?? [];
    const shown = (scanBack: NonNullable<typeof print.scanBack>) =>
      timelineOf({ unit: { ...unit, prints: [{ ...print, scanBack }] }, verifications: [], changes: [] }).find(
        ({ key }) => key.startsWith("print"),
      );
    const scan = { scanned: "GW220000128", operator: "Mai", at: at(2) };
    expect(shown({ ...scan, outcome: "right" })).toMatchObject({
      shape: "pass",
      lines: ["label v1 · Zebra · 1×", "", expect.stringMatching(/^Scanned back: right · Mai · /)],
    });
    expect(shown({ ...scan, scanned: "GW220000999", outcome: "wrong" })).toMatchObject({
      shape: "fail",
      lines: ["label v1 · Zebra · 1×", "", expect.stringMatching(/^Scanned back: wrong \(GW220000999\) · Mai · /)],
    });
    expect(shown({ scanned: null, operator: null, at: null, outcome: "never" })).toMatchObject({
      shape: "attention",
      lines: ["label v1 · Zebra · 1×", "", "Scanned back: never"],
    });
  });

  it("tells with a verification what failed and what it did to the unit", () => {
    const [, verified] = timelineOf({ unit, verifications: [verification], changes: [] });
    expect(verified).toMatchObject({
      shape: "fail",
      code: "unit.differs",
      lines: ["Entry at the service", "Now Quarantined"],
    });
  });

  it("keeps the move of a verification that is no longer among the last", () => {
    const titles = timelineOf({ unit, verifications: [], changes: [] }).map(({ title }) => title);
    expect(titles).toContain("Put on hold by a failed check");
  });
});
