import { describe, expect, it } from "vitest";
import { slotFor } from "../../../../../renderer/screens/verify/slot-for.ts";
import { aSlot } from "../../a-slot.ts";

const slots = [
  aSlot({ id: "1", state: "running", present: true, serialNumber: "A" }),
  aSlot({ id: "2", state: "waiting", present: false }),
  aSlot({ id: "3", state: "pass", present: true, serialNumber: "B" }),
];

describe("the slot to verify in", () => {
  it.each([
    ["B", null, "3"],
    ["B", "2", "2"],
    ["C", null, "2"],
    ["C", "gone", "2"],
    ["A", null, "1"],
  ])("of %s, chosen %s: %s", (serialNumber, chosen, id) => {
    expect(slotFor(slots, serialNumber, chosen)?.id).toBe(id);
  });

  it("is none where there are no slots", () => {
    expect(slotFor([], "A", null)).toBeUndefined();
  });
});
