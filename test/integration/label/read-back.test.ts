import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { drawPdf } from "../../../main/label/draw-pdf.ts";
import { drawSvg } from "../../../main/label/draw-svg.ts";
import type { LabelTypeface } from "../../../main/label/label-typeface.ts";
import { parseLabelTemplate } from "../../../main/label/label-template.ts";
import { type LabelLayout, layOutWhole } from "../../../main/label/lay-out-label.ts";
import { layOutSlotCard } from "../../../main/label/slot-cards/lay-out-slot-card.ts";
import { slotCode } from "../../../main/label/slot-cards/slot-code.ts";
import { writeZpl } from "../../../main/label/write-zpl.ts";
import { slotCardsPdf } from "../../../main/station/labels/slot-cards.ts";
import { readPbm, readZplPicture } from "../../harness/read-zpl-picture.ts";
import { sampleTemplate, sampleTypeface, sampleValuesOfUnit as values } from "../../harness/sample-label.ts";

const has = (command: string): boolean => spawnSync(command, ["--version"]).error === undefined;
const missing = ["pdftoppm", "zbarimg", "dmtxread"].filter((command) => !has(command));

let folder: string;
let typeface: LabelTypeface;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-label-"));
  typeface = await sampleTypeface();
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function pictureOf(layout: LabelLayout, name: string): Promise<string> {
  const pdf = join(folder, `${name}.pdf`);
  writeFileSync(pdf, await drawPdf(layout, typeface, { title: name, at: new Date(0) }));
  run("pdftoppm", ["-r", "300", "-png", "-singlefile", pdf, join(folder, name)]);
  return join(folder, `${name}.png`);
}

function run(command: string, words: readonly string[]): string {
  const { stdout, stderr, status } = spawnSync(command, words, { encoding: "utf8", timeout: 60_000 });
  if (status !== 0 && stdout === "") throw new Error(`${command}: ${stderr}`);
  return stdout.trim();
}

/** Neither reader is ours: ZBar for QR and Code 128, libdmtx for Data Matrix. */
const zbar = (picture: string): readonly string[] => run("zbarimg", ["-q", picture]).split("\n").sort();
const dmtx = (picture: string): string => run("dmtxread", ["-N1", "-m20000", picture]);

const slots = Array.from({ length: 9 }, (_none, index) => String(index + 1)).concat("Links außen", "ABCDEFGHIJKLMNOP");

describe.skipIf(missing.length > 0)(`cards of slots (missing: ${missing.join(" ") || "nothing"})`, () => {
  it.each([
    ["a4", 210, 297],
    ["letter", 215.9, 279.4],
  ] as const)("on %s are read back as each slot's own code", async (paper, width, height) => {
    const pdf = join(folder, `cards-${paper}.pdf`);
    writeFileSync(pdf, await slotCardsPdf({ names: slots, paper, language: "de", practice: false }));
    const facts = run("pdfinfo", [pdf]);
    expect(facts).toMatch(/Pages:\s+2\n/);
    const [, points, high] = /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(facts) ?? [];
    expect([Number(points) * 25.4, Number(high) * 25.4].map((size) => size / 72)).toEqual([
      expect.closeTo(width, 0),
      expect.closeTo(height, 0),
    ]);
    // Card by card, as they are cut and put up.
    for (const [index, name] of slots.entries()) {
      const place = {
        left: (width - 184) / 2 + (index % 2) * 92,
        top: (height - 256) / 2 + (Math.floor(index / 2) % 4) * 64,
      };
      const dots = (mm: number): string => String(Math.round((mm * 200) / 25.4));
      const crop = ["-x", dots(place.left), "-y", dots(place.top), "-W", dots(92), "-H", dots(64)];
      const page = String(Math.floor(index / 8) + 1);
      const picture = join(folder, `card-${paper}-${index}`);
      run("pdftoppm", ["-r", "200", "-png", "-singlefile", "-f", page, "-l", page, ...crop, pdf, picture]);
      // A scanner that reads bars alone does with them wherever the name is as short as most are.
      const bars = name.length < 3 ? [`CODE-128:SLOT:${name}`] : [];
      expect(zbar(`${picture}.png`)).toEqual([...bars, `QR-Code:${slotCode(name)}`]);
    }
  });

  it("with Chinese names in Chinese are read back as each slot's own code", async () => {
    const pdf = join(folder, "cards-zh.pdf");
    writeFileSync(pdf, await slotCardsPdf({ names: ["左侧 2"], paper: "a4", language: "zh", practice: true }));
    run("pdftoppm", ["-r", "200", "-png", "-singlefile", pdf, join(folder, "cards-zh")]);
    expect(zbar(join(folder, "cards-zh.png"))).toContain(`QR-Code:${slotCode("左侧 2")}`);
  });

  it("are read back from a small label", async () => {
    const card = {
      name: "Links außen",
      heading: "Platz",
      hints: [],
      size: { width: 50, height: 25 },
      dpi: 203,
    } as const;
    const picture = await pictureOf(layOutSlotCard(card, typeface), "card");
    expect(zbar(picture)).toEqual(["QR-Code:SLOT:Links%20au%C3%9Fen"]);
  });
});

describe.skipIf(missing.length > 0)(`codes of a printed label (missing: ${missing.join(" ") || "nothing"})`, () => {
  it("are read back by readers that nobody here wrote", async () => {
    const picture = await pictureOf(layOutWhole(sampleTemplate(), { values, typeface, mark: "PRACTICE" }), "whole");
    expect(zbar(picture)).toEqual(["CODE-128:GW220000128", "QR-Code:https://example.test/gw220000128?lot=4711"]);
    expect(dmtx(picture)).toBe("GW220000128");
  });

  it.each([90, 180, 270])("are read back turned by %i degrees", async (rotation) => {
    const source = `{ label: a, size: { width: 50, height: 50 }, dpi: 203, elements: [
      { type: data-matrix, x: 5, y: 5, size: 15, rotation: ${rotation}, content: "A_1~B/{serialNumber}" },
      { type: code-128, x: 25, y: 5, width: 40, height: 8, rotation: ${rotation}, content: "{serialNumber}" }] }`.replace(
      rotation === 180 ? "x: 25, y: 5" : "",
      rotation === 180 ? "x: 8, y: 30" : "",
    );
    const picture = await pictureOf(
      layOutWhole(parseLabelTemplate(source).template, { values, typeface }),
      `turned-${rotation}`,
    );
    expect(dmtx(picture)).toBe("A_1~B/GW220000128");
    expect(zbar(picture)).toEqual(["CODE-128:GW220000128"]);
  });

  it("in Chinese are the same dots on paper and in the picture that a printer gets", async () => {
    const source = `{ label: a, size: { width: 50, height: 25 }, dpi: 203, elements: [
      { type: text, x: 2, y: 2, size: 5, content: "{model} 网关" },
      { type: text, x: 40, y: 2, size: 4, width: 20, align: center, rotation: 90, content: "批次 {lot}" }] }`;
    const layout = layOutWhole(parseLabelTemplate(source).template, { values, typeface });
    const pdf = join(folder, "chinese.pdf");
    writeFileSync(pdf, await drawPdf(layout, typeface, { title: "a", at: new Date(0) }));
    run("pdftoppm", [
      "-r",
      "203.2",
      "-mono",
      "-aa",
      "no",
      "-aaVector",
      "no",
      "-singlefile",
      pdf,
      join(folder, "chinese"),
    ]);
    const paper = readPbm(readFileSync(join(folder, "chinese.pbm")));
    for (const zpl of writeZpl(layout, typeface)
      .split("\n")
      .filter((line) => line.includes("^GFA"))) {
      const { x, y, rows } = readZplPicture(zpl);
      const differ = rows.flatMap((row, down) =>
        Array.from(row).filter((dot, right) => dot !== paper[y + down]?.charAt(x + right)),
      );
      // Which dots at an edge are black, both may decide in their own way.
      expect(differ.length / rows.join("").length).toBeLessThan(0.12);
      expect(rows.join("")).toContain("1");
    }
  });

  it("are on a page of the label's own size, as vectors", async () => {
    await pictureOf(layOutWhole(sampleTemplate(), { values, typeface }), "size");
    const [, width, height] =
      /Page size:\s+([\d.]+) x ([\d.]+) pts/.exec(run("pdfinfo", [join(folder, "size.pdf")])) ?? [];
    expect((Number(width) * 25.4) / 72).toBeCloseTo(60, 1);
    expect((Number(height) * 25.4) / 72).toBeCloseTo(40, 1);
    expect(run("pdfimages", ["-list", join(folder, "size.pdf")]).split("\n")).toHaveLength(2);
  });

  it.skipIf(!has("chromium"))("are the same in the picture on screen", async () => {
    const layout = layOutWhole(sampleTemplate(), { values, typeface });
    const svg = drawSvg(layout, typeface).replace("<svg", '<svg style="width:1440px;height:960px"');
    writeFileSync(join(folder, "screen.html"), `<body style="margin:0">${svg}</body>`);
    const picture = join(folder, "screen.png");
    run("chromium", [
      "--headless",
      "--no-sandbox",
      "--disable-gpu",
      `--screenshot=${picture}`,
      "--window-size=1440,960",
      `file://${join(folder, "screen.html")}`,
    ]);
    expect(zbar(picture)).toEqual(["CODE-128:GW220000128", "QR-Code:https://example.test/gw220000128?lot=4711"]);
    expect(dmtx(picture)).toBe("GW220000128");
  });
});
