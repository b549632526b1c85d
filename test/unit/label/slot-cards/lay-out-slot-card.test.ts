import { beforeAll, describe, expect, it } from "vitest";
import { codesOn } from "../../../../main/label/codes-on.ts";
import type { LabelTypeface } from "../../../../main/label/label-typeface.ts";
import { cardSize } from "../../../../main/label/slot-cards/draw-slot-cards.ts";
import { layOutSlotCard } from "../../../../main/label/slot-cards/lay-out-slot-card.ts";
import { slotCardTexts } from "../../../../main/label/slot-cards/slot-card-texts.ts";
import { sampleTypeface } from "../../../harness/sample-label.ts";

let typeface: LabelTypeface;
beforeAll(async () => {
  typeface = await sampleTypeface();
});

const names = [
  "1",
  "32",
  "Bay 3",
  "Links außen",
  "rear-left-2",
  "ABCDEFGHIJKLMNOP",
  "WWWWWWWWWWWWWWWW",
  "50% {model}",
  "左侧 2",
  "老化房第三排左",
];
const papers = [cardSize, { width: 50, height: 25 }, { width: 100, height: 150 }, { width: 30, height: 15 }];

describe("a slot's card", () => {
  it.each(papers)("of $width by $height mm has the whole name and the slot's own code on it", (size) => {
    for (const name of names) {
      const { items, width, height } = layOutSlotCard({ name, heading: "Slot", hints: [], size, dpi: 203 }, typeface);
      for (const item of items) {
        expect(item.x + item.width).toBeLessThanOrEqual(width);
        expect(item.y + item.height).toBeLessThanOrEqual(height);
      }
      const said = items.flatMap((item) => (item.kind === "text" ? [item.text] : []));
      expect(said.slice(1).join("").replaceAll(" ", "")).toBe(name.replaceAll(" ", ""));
    }
  });

  it("of a short name has it in letters for two metres, and bars beside the square code", () => {
    const card = { name: "12", heading: "Slot", hints: ["a", "b"], size: cardSize, dpi: 203 } as const;
    const layout = layOutSlotCard(card, typeface);
    const name = layout.items.find((item) => item.kind === "text" && item.text === "12");
    // Capitals are 0.7 of the size, and a two-hundredth of the distance is read at ease.
    expect(((name?.height ?? 0) / layout.dotsPerMm) * 0.7).toBeGreaterThan(10);
    expect(layout.items.map(({ kind }) => kind)).toEqual(["text", "text", "grid", "text", "text", "bars"]);
    expect(codesOn(layout)).toEqual(["SLOT:12"]);
  });

  it("is refused where neither typeface has the letters of its name", () => {
    const card = { name: "한", heading: "Slot", hints: [], size: cardSize, dpi: 203 } as const;
    expect(() => layOutSlotCard(card, typeface)).toThrow(expect.objectContaining({ code: "label.bad-content" }));
  });

  it("has hints that go on it in every language", () => {
    for (const { slot, practice, hints } of Object.values(slotCardTexts)) {
      const heading = `${practice} · ${slot}`;
      for (const size of papers)
        expect(() => layOutSlotCard({ name: "1", heading, hints, size, dpi: 203 }, typeface)).not.toThrow();
    }
  });
});
