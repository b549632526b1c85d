import { beforeAll, describe, expect, it } from "vitest";
import type { LabelTypeface } from "../../../main/label/label-typeface.ts";
import { parseLabelTemplate } from "../../../main/label/label-template.ts";
import { textStrokes } from "../../../main/label/label-path.ts";
import { codesOn } from "../../../main/label/codes-on.ts";
import { layOutLabel, layOutWhole } from "../../../main/label/lay-out-label.ts";
import { sampleTemplate, sampleTypeface, sampleValuesOfUnit as values } from "../../harness/sample-label.ts";

let typeface: LabelTypeface;
beforeAll(async () => {
  typeface = await sampleTypeface();
});

const only = (element: string, dpi = 203) =>
  layOutLabel(
    parseLabelTemplate(`{ label: a, size: { width: 50, height: 25 }, dpi: ${dpi}, elements: [${element}] }`).template,
    { values, typeface },
  );

describe("a label laid out", () => {
  it("is in whole dots, within the label, with every code a scanner will read", () => {
    const layout = layOutWhole(sampleTemplate(), { values, typeface });
    expect(layout).toMatchObject({ width: 720, height: 480, dotsPerMm: 12 });
    for (const { x, y, width, height } of layout.items) {
      expect([x, y, width, height].every(Number.isInteger)).toBe(true);
      expect(x + width).toBeLessThanOrEqual(layout.width);
      expect(y + height).toBeLessThanOrEqual(layout.height);
    }
    expect(codesOn(layout)).toEqual(["GW220000128", "https://example.test/gw220000128?lot=4711"]);
  });

  it.each([
    [
      "hangs over the edge",
      "{ type: box, x: 40, y: 1, width: 12, height: 5, thickness: 1 }",
      "label.too-large",
      "50.0 × 25.0",
    ],
    [
      "is too long even at half its size",
      `{ type: text, x: 1, y: 1, size: 4, width: 5, content: "{endorsementKeySha256}" }`,
      "label.too-large",
      "mm",
    ],
    [
      "is too fine to be scanned",
      `{ type: code-128, x: 1, y: 1, width: 20, height: 5, content: "{serialNumber}" }`,
      "label.too-large",
      "the code needs",
    ],
    [
      "has letters no code has",
      `{ type: data-matrix, x: 1, y: 1, size: 10, content: "Ü" }`,
      "label.bad-content",
      "ASCII",
    ],
    [
      "would be a command to the printer",
      `{ type: code-128, x: 1, y: 1, width: 40, height: 5, content: "A>5" }`,
      "label.bad-content",
      ">",
    ],
    [
      "has letters neither typeface has",
      `{ type: text, x: 1, y: 1, size: 3, content: "型号 \u{1F642}" }`,
      "label.bad-content",
      "letter “\u{1F642}”",
    ],
  ])("says of an element that it %s", (_what, element, code, said) => {
    const { layout, faults } = only(element);
    expect(layout.items).toEqual([]);
    expect(faults.map((fault) => [fault.element, fault.make("").code])).toEqual([[0, code]]);
    expect(faults[0]?.remark.english).toContain(said);
  });

  it("has Chinese letters in it, within the height of their line", () => {
    const { layout, faults } = only(`{ type: text, x: 1, y: 1, size: 4, content: "{model} 网关，批次 {lot}" }`);
    expect(faults).toEqual([]);
    const [text] = layout.items;
    const drawn = text?.kind === "text" ? textStrokes(text, typeface).flatMap(({ points }) => points) : [];
    expect(drawn.length).toBeGreaterThan(200);
    expect(drawn.filter(([, y]) => y < 8 - 1 || y > 8 + 32 + 1)).toEqual([]);
  });

  it("is never printed with a value missing", () => {
    const { endorsementKeySha256: _none, ...others } = values;
    const template = parseLabelTemplate(
      `{ label: a, size: { width: 50, height: 25 }, dpi: 203, elements: [{ type: text, x: 1, y: 1, size: 3, content: "{endorsementKeySha256}" }] }`,
    ).template;
    expect(() => layOutWhole(template, { values: others, typeface })).toThrow(/label\.no-value.*endorsementKeySha256/);
  });

  it("refuses a value that would be a second line or a control", () => {
    const template = sampleTemplate();
    const { faults } = layOutLabel(template, { values: { ...values, lot: "1\n^XA" }, typeface });
    expect(faults.map(({ make }) => make("").code)).toEqual(["label.bad-content", "label.bad-content"]);
  });

  it("says PRACTICE where nothing is hidden by it", () => {
    const { layout } = layOutLabel(sampleTemplate(), { values, typeface, mark: "PRACTICE" });
    expect(layout.items.at(-1)).toMatchObject({ kind: "text", text: "PRACTICE" });
  });
});
