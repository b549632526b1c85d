import { describe, expect, it } from "vitest";
import { rowByKey } from "../../../../renderer/ui/row-by-key.ts";

const place = { active: 500, first: 490, page: 10, total: 1_000_000 };

describe("keys in a table", () => {
  it.each([
    ["ArrowDown", 501],
    ["ArrowUp", 499],
    ["PageDown", 510],
    ["PageUp", 490],
    ["Home", 0],
    ["End", 999_999],
    ["Enter", undefined],
    ["x", undefined],
  ])("%s", (key, row) => {
    expect(rowByKey(key, place)).toBe(row);
  });

  it("go first to what is in sight, and never past an end", () => {
    expect(rowByKey("ArrowDown", { ...place, active: null })).toBe(490);
    expect(rowByKey("PageUp", { ...place, active: 3 })).toBe(0);
    expect(rowByKey("ArrowDown", { ...place, active: 999_999 })).toBe(999_999);
    expect(rowByKey("ArrowDown", { ...place, total: 0 })).toBeUndefined();
  });
});
