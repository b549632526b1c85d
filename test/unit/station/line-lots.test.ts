import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { LineLots } from "../../../main/station/line-lots.ts";
import { parseRecipe } from "../../../main/workflow/recipe/parse-recipe.ts";
import { recipeSource } from "../../harness/recipe-source.ts";

const recipes = new Map([["test-x509", parseRecipe(recipeSource({ attestation: "x509" }))]]);
let folder: string;
let records: Records;
let running: boolean;
let taken: string[];

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-lots-"));
  records = await openRecords({ file: ":memory:", practice: true });
  running = false;
  taken = [];
});

afterEach(async () => {
  await records.close();
  rmSync(folder, { recursive: true });
});

const lineLots = (file = "line.json"): LineLots =>
  new LineLots({
    records,
    recipes,
    file: join(folder, file),
    log: silentLog,
    isRunning: () => running,
    onTaken: (lot) => {
      taken.push(lot);
      return Promise.resolve();
    },
  });

describe("the lots of a line", () => {
  it("keep the lot that was chosen over a restart", async () => {
    const before = lineLots();
    await before.open("4711", "test-x509", null);
    await before.use("4711");
    const after = lineLots();
    await after.restore();
    expect(after.current()).toBe("4711");
    expect(after.work?.recipe.hash).toBe(recipes.get("test-x509")?.hash);
    expect(taken).toEqual(["4711", "4711"]);
  });

  it("refuse another lot while a unit runs, a lot nobody opened and one that is closed, and stay where they were", async () => {
    const lots = lineLots();
    for (const lot of ["A", "B", "C"]) await lots.open(lot, "test-x509", null);
    await lots.use("A");
    await records.lots.close("C");
    running = true;
    await expect(lots.use("B")).rejects.toThrow("slot.busy");
    running = false;
    await expect(lots.use("C")).rejects.toThrow("records.lot-closed");
    await expect(lots.use("D")).rejects.toThrow("slot.no-lot");
    expect(lots.current()).toBe("A");
    expect(JSON.parse(readFileSync(join(folder, "line.json"), "utf8"))).toEqual({ lot: "A" });
  });

  it("stay where they were when the choice cannot be kept", async () => {
    const lots = lineLots("no-folder/line.json");
    await lots.open("A", "test-x509", null);
    await expect(lots.use("A")).rejects.toThrow("set-up.folder");
    expect(lots.current()).toBeUndefined();
  });

  it.each([
    ["nothing", undefined],
    ["half a file", '{"lot":'],
    ["a lot that is gone", '{"lot":"gone"}'],
    ["a lot whose recipe this version cannot read", '{"lot":"old"}'],
    ["a lot that was closed meanwhile", '{"lot":"closed"}'],
  ])("begin with none where the last start left %s", async (_name, left) => {
    const lot = { recipe: "r", recipeHash: "0", model: "M", attestation: "x509", quantity: null } as const;
    await records.lots.open({ ...lot, lot: "old", recipeText: '{"recipe":"old","unknown":true}' });
    await records.lots.open({ ...lot, lot: "closed", recipeText: recipes.get("test-x509")?.text ?? "" });
    await records.lots.close("closed");
    if (left !== undefined) writeFileSync(join(folder, "line.json"), left);
    const lots = lineLots();
    await lots.restore();
    expect(lots.current()).toBeUndefined();
  });

  it.each(["", "../x", "a b", "x".repeat(65)])("take no name like %j", async (name) => {
    await expect(lineLots().open(name, "test-x509", null)).rejects.toThrow("set-up.usage");
  });
});
