import { describe, expect, it } from "vitest";
import { reconcileKindSchema } from "../../../../../main/api/contract/index.ts";
import { countOf, kindShape, kinds, outcomeOf } from "../../../../../renderer/screens/service/reconcile-words.ts";
import { comparison } from "../../../../harness/fake-station/service-scenes.ts";

describe("a comparison", () => {
  it("shows every kind, once, with its count", () => {
    expect([...kinds].sort()).toEqual([...reconcileKindSchema.options].sort());
    expect(kinds.map((kind) => countOf(comparison(false), kind))).toEqual([3, 2, 1, 74, 12, 41]);
  });

  it.each([
    ["done", true, "pass"],
    ["done", false, "attention"],
    ["running", null, "running"],
    ["interrupted", null, "attention"],
    ["failed", null, "fail"],
    ["idle", null, "waiting"],
  ] as const)("%s with agreement %s is %s", (state, agree, shape) => {
    expect(outcomeOf({ state, agree, phase: null }).shape).toBe(shape);
  });

  it("takes registrations for good news and what is missing for bad", () => {
    expect(kinds.map((kind) => kindShape(kind, 1))).toEqual([
      "fail",
      "fail",
      "attention",
      "attention",
      "attention",
      "pass",
    ]);
    expect(kindShape("missing", 0)).toBe("off");
  });
});
