import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pdfReport } from "../../../main/report/pdf-report.ts";
import { reportTypeface } from "../../../main/station/report-typeface.ts";
import { sampleReport } from "../../harness/sample-report.ts";

const hasPoppler = spawnSync("pdftotext", ["-v"]).status === 0;

describe.skipIf(!hasPoppler)("Poppler", () => {
  let folder: string;
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-report-"));
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  it.each([
    ["de", ["Auswertung · Linie 2 Größe · Los LOT-1", "ÜBUNG: nur virtuelle Geräte", "94,5 %", "Takt 60 Geräte/h"]],
    ["vi", ["Báo cáo · Linie 2 Größe · Lô LOT-1", "THỰC HÀNH: chỉ thiết bị ảo", "Hỏng gì? Lần chạy theo mã"]],
    ["es", ["Informe · Linie 2 Größe · Lote LOT-1", "¿Dónde se va el tiempo?"]],
    [
      "en",
      ["Report · Linie 2 Größe · Lot LOT-1", "94.5 %", "link.lost", "16 · 76.2 %", "identify", "0.2 · 0.3 s", "19/161"],
    ],
  ] as const)("reads what a report in %s says, its letters in fonts that are embedded", async (language, said) => {
    const file = join(folder, `${language}.pdf`);
    writeFileSync(file, await pdfReport(sampleReport, language, await reportTypeface()));
    const text = spawnSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" });
    expect(text.stderr).toBe("");
    const words = text.stdout.replaceAll(/[\s\u00a0]+/g, " ");
    expect(said.filter((part) => !words.includes(part))).toEqual([]);
    const fonts = spawnSync("pdffonts", [file], { encoding: "utf8" }).stdout.trim().split("\n").slice(2);
    expect(fonts.length).toBeGreaterThan(1);
    expect(fonts.filter((line) => !/\byes +(yes|no) +yes\b/.test(line))).toEqual([]);
  });
});
