import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openRecords } from "../../../main/records/records.ts";
import { passUnit, sampleLot, startRun } from "../../harness/sample-records.ts";
import { touchmark } from "../../harness/touchmark.ts";

describe("touchmark report", () => {
  let data: string;
  const report = (...words: readonly string[]) =>
    touchmark("report", ...words, "--out", join(data, "report"), "--data", data);
  const written = () => readFileSync(join(data, "report"));

  beforeAll(async () => {
    data = mkdtempSync(join(tmpdir(), "touchmark-report-"));
    const records = await openRecords({ file: join(data, "station.db"), practice: false });
    await records.lots.open(sampleLot);
    await passUnit(records, "GW1");
    const failing = await startRun(records, "GW2", "4");
    const problem = { code: "link.lost", sentence: "Check the cable.", detail: "gone", retry: "same-unit" } as const;
    await records.runs.fail(failing, { problem, ms: 9 });
    await records.close();
  });

  afterAll(() => rmSync(data, { recursive: true }));

  it("writes the figures of a lot as CSV, and over the file of the last time", async () => {
    for (const more of [[], ["--model", sampleLot.model]]) {
      const { code } = await report("--lot", sampleLot.lot, "--format", "csv", ...more);
      expect(code).toBe(0);
      const lines = written().toString("utf8").split("\r\n");
      expect(lines.find((line) => line.startsWith("units,"))).toMatch(/,,,,1,,,,false$/);
      expect(lines.find((line) => line.startsWith("slot-failures,"))).toMatch(/,link\.lost,4,1,1,,,false$/);
    }
  });

  it("writes the figures of days as PDF", async () => {
    const { code, stderr } = await report(
      "--from",
      "2020-01-01",
      "--to",
      "2099-01-01",
      "--format",
      "pdf",
      "--language",
      "de",
    );
    expect(code, stderr).toBe(0);
    expect(written().subarray(0, 5).toString("latin1")).toBe("%PDF-");
  });

  it.each([
    [["--format", "csv"]],
    [["--from", "2026-02-30", "--format", "csv"]],
    [["--from", "2026-02-02", "--to", "2026-02-01", "--format", "csv"]],
    [["--lot", "L", "--from", "2026-02-01", "--format", "csv"]],
    [["--lot", "L", "--format", "xls"]],
  ])("takes %j for a mistake", async (words) => {
    expect((await report(...words)).code).toBe(2);
  });

  it("knows no lot that is none", async () => {
    const { code, documents, stderr } = await report("--lot", "NONE", "--format", "csv");
    expect(code).toBe(3);
    expect(stderr + JSON.stringify(documents)).toContain("records.not-found");
  });
});
