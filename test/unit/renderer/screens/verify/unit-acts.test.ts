import { describe, expect, it } from "vitest";
import { actsOf } from "../../../../../renderer/screens/verify/unit-acts.ts";

describe("acts on a unit's entry", () => {
  it.each([
    ["queued", [], []],
    ["group", [], []],
    ["conflict", [], []],
    ["enrolled", [], ["disable", "delete"]],
    ["enrolled", [{ act: "disable", state: "done" }], ["enable", "delete"]],
    ["enrolled", [{ act: "disable", state: "waiting" }], ["enable", "delete"]],
    ["enrolled", [{ act: "disable", state: "failed" }], ["disable", "delete"]],
    [
      "enrolled",
      [
        { act: "enable", state: "done" },
        { act: "disable", state: "done" },
      ],
      ["disable", "delete"],
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
