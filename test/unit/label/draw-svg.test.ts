import { beforeAll, describe, expect, it } from "vitest";
import { drawSvg } from "../../../main/label/draw-svg.ts";
import { labelPath } from "../../../main/label/label-path.ts";
import type { LabelTypeface } from "../../../main/label/label-typeface.ts";
import { parseLabelTemplate } from "../../../main/label/label-template.ts";
import { layOutLabel, layOutWhole } from "../../../main/label/lay-out-label.ts";
import { sampleTemplate, sampleTypeface, sampleValuesOfUnit as values } from "../../harness/sample-label.ts";

let typeface: LabelTypeface;
beforeAll(async () => {
  typeface = await sampleTypeface();
});

describe("the picture of a label", () => {
  it("has its true size, and nothing in it but outlines", () => {
    const svg = drawSvg(layOutWhole(sampleTemplate(), { values, typeface }), typeface);
    expect(svg).toMatch(
      /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" width="60mm" height="40mm" viewBox="0 0 720 480"><path fill="#fff" d="[MHVZ\d ]+"\/><path d="[MLHVQCZ\d .-]+"\/><\/svg>$/,
    );
  });

  it("is the same for content that looks like a picture of its own", () => {
    const { layout } = layOutLabel(sampleTemplate(), { values: { ...values, model: `"/><script>` }, typeface });
    expect(drawSvg(layout, typeface)).not.toContain("script");
  });

  it("turns a code about the corner it stands at", () => {
    const at = (rotation: number) => {
      const source = `{ label: a, size: { width: 30, height: 30 }, dpi: 203, elements: [{ type: code-128, x: 2, y: 3, width: 25, height: 5, content: "12", rotation: ${rotation} }] }`;
      const layout = layOutWhole(parseLabelTemplate(source).template, { values, typeface });
      const numbers = [...labelPath(layout, typeface).matchAll(/M(\d+) (\d+)H(\d+)V(\d+)/g)].map((found) =>
        found.slice(1).map(Number),
      );
      return {
        left: Math.min(...numbers.map(([left = 0]) => left)),
        top: Math.min(...numbers.map(([, top = 0]) => top)),
        wide: Math.max(...numbers.map(([left = 0, , right = 0]) => right - left)),
      };
    };
    for (const rotation of [0, 90, 180, 270]) expect(at(rotation)).toMatchObject({ left: 16, top: 24 });
    expect(at(0).wide).toBeLessThan(40);
    expect(at(90).wide).toBe(40);
  });
});
