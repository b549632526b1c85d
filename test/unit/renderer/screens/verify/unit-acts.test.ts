import { describe, expect, it } from "vitest";
import { actsOf, offeredActs } from "../../../../../renderer/screens/verify/unit-acts.ts";

describe("acts on a unit's entry", () => {
  it.each([
    ["queued", [], []],
    ["group", [], []],
    ["conflict", [], []],
    ["enrolled", [], ["update", "disable", "delete"]],
    ["enrolled", [{ act: "disable", state: "done" }], ["enable", "delete"]],
    ["enrolled", [{ act: "disable", state: "waiting" }], ["enable", "delete"]],
    ["enrolled", [{ act: "disable", state: "failed" }], ["update", "disable", "delete"]],
    [
      "enrolled",
      [
        { act: "enable", state: "done" },
        { act: "disable", state: "done" },
      ],
      ["update", "disable", "delete"],
    ],
    [
      "enrolled",
      [
        { act: "retry", state: "done" },
        { act: "disable", state: "done" },
      ],
      ["enable", "delete"],
    ],
    ["enrolled", [{ act: "delete", state: "waiting" }], []],
  ] as const)("%s after %j: %j", (enrollment, changes, acts) => {
    expect(actsOf({ enrollment }, changes)).toEqual(acts);
  });
});

describe("acts at the lower edge", () => {
  const move = { right: "quality", may: true, second: false, refused: null } as const;
  const moves = [
    { ...move, act: "scrap", to: "scrapped" },
    { ...move, act: "quarantine", to: "quarantined" },
  ] as const;

  it("stand with what does harm apart at the end", () => {
    const offered = offeredActs(moves, ["disable", "delete"]);
    expect(offered.map(({ act, danger }) => [act.kind, danger])).toEqual([
      ["state", false],
      ["state", true],
      ["lock-out", true],
    ]);
  });

  it("lock out only what has an entry and may be put on hold", () => {
    expect(offeredActs(moves, ["enable", "delete"]).map(({ act }) => act.kind)).not.toContain("lock-out");
    expect(offeredActs([], ["disable", "delete"])).toEqual([]);
  });
});
