import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createElement } from "react";
import { renderToStaticMarkup } from "react-dom/server";
import { describe, expect, it } from "vitest";
import { languages } from "../../../../renderer/locales/languages.ts";
import { StateShape } from "../../../../renderer/ui/state-shape.tsx";
import { cardPage, operatorCard } from "../../../harness/operator-card/operator-card.ts";
import { picturedStates, statePicture } from "../../../harness/operator-card/state-pictures.ts";

const docs = join(import.meta.dirname, "../../../../docs");
const read = (path: string): string => readFileSync(join(docs, path), "utf8");

/** What is drawn and where, apart from how. */
const geometry = (svg: string): readonly string[] =>
  [...svg.matchAll(/ (d|cx|cy|r)="([^"]+)"/g)].map(([, name, value]) => `${name} ${value}`);

describe("operator's card", () => {
  it.each(languages)("is made of the texts on the screen: %s (node test/harness/make-operator-card.ts)", (language) => {
    expect(read(`operator-card.${language}.md`)).toBe(cardPage(language));
  });

  it.each(languages)("says every failure it names in %s", (language) => {
    const [, failures] = operatorCard(language).sections;
    expect(failures?.rows.filter(({ word, says }) => says.includes(word))).toEqual([]);
  });

  it.each(picturedStates)("has the shape that the screen has for %s", (state) => {
    expect(read(`images/states/${state}.svg`)).toBe(statePicture(state));
    const shown = renderToStaticMarkup(createElement(StateShape, { shape: state, progress: 0.35 }));
    expect(geometry(statePicture(state))).toEqual(geometry(shown));
  });
});
