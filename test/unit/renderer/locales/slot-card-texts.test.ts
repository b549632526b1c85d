import { describe, expect, it } from "vitest";
import { slotCardTexts } from "../../../../main/label/slot-cards/slot-card-texts.ts";
import { catalogues } from "../../../../renderer/locales/texts.ts";

describe("a slot's card", () => {
  it.each(["en", "de", "es", "zh", "vi"] as const)("says in %s what the screen says", (language) => {
    const { line, practice } = catalogues[language].texts;
    const said = slotCardTexts[language];
    expect(line.slot("3")).toBe(`${said.slot} 3`);
    expect(said.practice).toBe(practice.word);
    expect(said.hints[1]).toContain(line.states.fail);
  });
});
