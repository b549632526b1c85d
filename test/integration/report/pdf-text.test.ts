import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { pdfReport } from "../../../main/report/pdf-report.ts";
import { reportTypeface } from "../../../main/station/report-typeface.ts";
import { readPbm } from "../../harness/read-zpl-picture.ts";
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
    ["zh", ["报告 · Linie 2 Größe · 批次 LOT-1", "练习：仅虚拟设备", "跟得上节拍吗？每小时台数", "节拍 60 台/时"]],
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

  it("draws every letter of a title in Chinese", async () => {
    const file = join(folder, "drawn.pdf");
    writeFileSync(file, await pdfReport(sampleReport, "zh", await reportTypeface()));
    const [name, words] = [join(folder, "drawn"), "跟得上节拍吗？"];
    // 72 dpi times 4: four dots a point, from where the first picture's title begins.
    const crop = ["-x", "144", "-y", String(4 * 122), "-W", String(38 * words.length), "-H", "48"];
    spawnSync("pdftoppm", ["-r", "288", "-mono", ...crop, "-singlefile", file, name]);
    const rows = readPbm(readFileSync(`${name}.pbm`));
    const blank = Array.from(words).filter((_letter, index) =>
      rows.every((row) => !row.slice(38 * index + 4, 38 * (index + 1)).includes("1")),
    );
    expect(rows.length).toBe(48);
    expect(blank).toEqual([]);
  });
});
