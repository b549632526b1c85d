import { describe, expect, it } from "vitest";
import { arrangedOf, placesOf, resized, swapped } from "../../../../../renderer/screens/set-up/arranged.ts";

describe("slots put where they are in the fixture", () => {
  const first = arrangedOf(null, ["1", "2", "3"]);

  it("begin in one row, by number", () => {
    expect(first).toEqual({ rows: 1, columns: 3, cells: ["1", "2", "3"] });
  });

  it("stay where they are in another grid, or take a free cell", () => {
    const grid = resized(first, 2, 2) ?? expect.fail("no room");
    expect(grid.cells).toEqual(["1", "2", "3", null]);
    expect(resized(grid, 3, 3)?.cells.slice(0, 6)).toEqual(["1", "2", null, "3", null, null]);
    expect(resized(grid, 1, 2)).toBeNull();
    expect(resized(grid, 0, 4)).toBeNull();
    expect(resized(grid, 33, 1)).toBeNull();
  });

  it("change places, also with an empty cell", () => {
    const grid = swapped(resized(first, 2, 2) ?? first, 0, 3);
    expect(grid.cells).toEqual([null, "2", "3", "1"]);
    expect(placesOf(grid)).toEqual([
      { slotId: "2", row: 1, column: 2 },
      { slotId: "3", row: 2, column: 1 },
      { slotId: "1", row: 2, column: 2 },
    ]);
  });
});
