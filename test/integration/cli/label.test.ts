import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRecords } from "../../../main/records/records.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";
import { touchmark } from "../../harness/touchmark.ts";

describe("touchmark label", () => {
  let data: string;
  const label = (...words: readonly string[]) => touchmark("label", ...words, "--data", data);

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "touchmark-label-"));
    mkdirSync(join(data, "labels", "templates"), { recursive: true });
    writeFileSync(join(data, "labels", "printers.yaml"), "printers: [{ name: pdf, kind: folder, address: printed }]\n");
    writeFileSync(
      join(data, "labels", "templates", "unit.yaml"),
      `{ label: unit, size: { width: 50, height: 25 }, dpi: 203, elements: [{ type: qr, x: 2, y: 2, size: 15, content: "{serialNumber}" }] }`,
    );
    const records = await openRecords({ file: join(data, "station.db"), practice: false });
    await records.lots.open(sampleLot);
    await passUnit(records, "GW1");
    await records.close();
  });

  afterAll(() => rmSync(data, { recursive: true }));

  it.each([
    [".zpl", "^FDMA,GW1^FS"],
    [".svg", "<svg"],
    [".pdf", "%PDF-"],
  ])("shows what would be printed as %s", async (ending, begins) => {
    const out = join(data, `preview${ending}`);
    expect(await label("preview", "GW1", "--label", "unit", "--out", out)).toMatchObject({ code: 0 });
    expect(readFileSync(out, "latin1")).toContain(begins);
  });

  it("prints a unit's label once, and again with a reason", async () => {
    expect(await label("print", "GW1", "--label", "unit")).toMatchObject({ code: 0 });
    const again = await label("print", "GW1", "--label", "unit");
    expect(again.code).not.toBe(0);
    expect(again.stderr).toContain("records.reprint-reason");
    expect(await label("print", "GW1", "--label", "unit", "--printer", "pdf", "--reason", "torn")).toMatchObject({
      code: 0,
    });
    expect(readdirSync(join(data, "printed"))).toHaveLength(2);
  });

  it("asks the printers", async () => {
    const asked = { name: "pdf", kind: "folder", address: "printed", state: "ready", code: null };
    expect(await label("printers")).toMatchObject({ code: 0, documents: [asked] });
  });

  it("knows no label of a lot whose recipe names none", async () => {
    const refused = await label("print", "NOBODY");
    expect(refused.code).not.toBe(0);
    expect(refused.stderr).toContain("api.unknown-unit");
  });
});
