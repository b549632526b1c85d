import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { LabelShelf } from "../../../../main/station/labels/label-shelf.ts";
import { sampleTemplate } from "../../../harness/sample-label.ts";

let folder: string;
let shelf: LabelShelf;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-shelf-"));
  shelf = new LabelShelf(join(folder, "labels", "templates"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const fileOf = (name: string): string => join(folder, "labels", "templates", `${name}.yaml`);

describe("the shelf of labels", () => {
  it("keeps what is saved, and knows it again by its hash", async () => {
    expect(await shelf.list()).toEqual([]);
    const { hash } = await shelf.save(sampleTemplate(), null);
    expect(await shelf.get("unit")).toEqual({ template: sampleTemplate(), hash });
    expect(readFileSync(fileOf("unit"), "utf8")).toContain("label: unit");
  });

  it("takes no change of what somebody else has changed meanwhile", async () => {
    const { hash } = await shelf.save(sampleTemplate(), null);
    await shelf.save({ ...sampleTemplate(), dpi: 600 }, hash);
    await expect(shelf.save(sampleTemplate(), hash)).rejects.toMatchObject({ code: "label.changed" });
    await expect(shelf.save(sampleTemplate(), null)).rejects.toMatchObject({ code: "label.changed" });
  });

  it("names a damaged file, and lets it be mended or removed", async () => {
    await shelf.save(sampleTemplate(), null);
    writeFileSync(fileOf("unit"), "label: another");
    expect(await shelf.list()).toMatchObject([
      { name: "unit", loaded: undefined, fault: expect.any(String) as string },
    ]);
    await expect(shelf.get("unit")).rejects.toMatchObject({ code: "label.bad-template" });
    await shelf.save(sampleTemplate(), null);
    expect(await shelf.list()).toMatchObject([{ fault: null }]);
    await shelf.remove("unit");
    await expect(shelf.remove("unit")).rejects.toMatchObject({ code: "label.unknown" });
  });

  it.each(["../secrets/x", "a/b", "", "Ä", ".."])("knows no label called %j", async (name) => {
    await expect(shelf.get(name)).rejects.toMatchObject({ code: "label.unknown" });
    await expect(shelf.remove(name)).rejects.toMatchObject({ code: "label.unknown" });
    await expect(shelf.save({ ...sampleTemplate(), label: name }, null)).rejects.toMatchObject({
      code: "label.bad-template",
    });
  });
});
