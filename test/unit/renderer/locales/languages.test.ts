import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import { recipeFields as schemaFields } from "../../../../main/workflow/recipe/recipe-fields.ts";
import { engineers } from "../../../../renderer/locales/engineer.ts";
import { type Language, languageFor, languageNames, languages } from "../../../../renderer/locales/languages.ts";
import { catalogues, type Texts } from "../../../../renderer/locales/texts.ts";

const main = join(import.meta.dirname, "../../../../main");
const catalogueSchema = z.object({ entries: z.record(z.string(), z.object({ sentence: z.string() })) });

/** Every code of every catalogue of the station, found as docs/errors.md's test finds them. */
const files = readdirSync(main, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith("-errors.ts"));
const codes = (await Promise.all(files.map(codesOf))).flat();

async function codesOf(file: string): Promise<readonly string[]> {
  const exported: unknown = await import(join(main, file));
  return Object.values(z.record(z.string(), z.unknown()).parse(exported)).flatMap((value) => {
    const catalogue = catalogueSchema.safeParse(value);
    return catalogue.success ? Object.keys(catalogue.data.entries) : [];
  });
}

/** What the screen itself says of the station. */
const ownCodes = Object.keys(catalogues.en.sentences);

interface Leaf {
  readonly path: string;
  readonly value: unknown;
}

const leavesOf = (value: unknown, path = ""): Leaf[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, child]) => leavesOf(child, path === "" ? key : `${path}.${key}`))
    : [{ path, value }];

const marks = ["⟦1⟧", "⟦2⟧", "⟦3⟧"];
const said = (value: unknown): string => (typeof value === "function" ? String(value(...marks)) : String(value));

const english = new Map(leavesOf(catalogues.en.texts).map(({ path, value }) => [path, value]));
const longest = (language: Language): number => (language === "zh" ? 30 : 60);
const others = languages.filter((language) => language !== "en");

/** Read at arm's length, in gloves: sentences of an operator that are not about a code. */
const operatorSentences = ({ line, lot, practice, frame, service }: Texts): readonly string[] => [
  ...Object.values(line.next),
  ...Object.values(line.saved),
  ...Object.values(line.skipped),
  ...Object.values(practice.faults),
  ...Object.values(service.overview.matters),
  ...Object.values(service.overview.nexts),
  line.nextUnit,
  line.noSlots,
  line.noSlotsNext,
  line.noUnit,
  lot.none,
  lot.noneNext,
  lot.nameWrong,
  lot.recipeMissing,
  frame.lost,
  frame.fault,
];

describe("languages", () => {
  it("are five, each named in its own words and with a tag of its own", () => {
    expect(languages).toHaveLength(5);
    expect(new Set(Object.values(languageNames)).size).toBe(5);
    const tags = languages.map((language) => catalogues[language].texts.language);
    expect(tags).toEqual(["en", "de", "es", "zh-Hans", "vi"]);
    expect(Intl.getCanonicalLocales(tags)).toEqual(tags);
  });

  it.each([
    [["de-AT", "en"], "de"],
    [["fr-FR", "vi-VN"], "vi"],
    [["zh-CN"], "zh"],
    [["es-MX"], "es"],
    [["fr"], "en"],
    [[], "en"],
  ] as const)("follow the system: %s", (wanted, language) => {
    expect(languageFor(wanted)).toBe(language);
  });

  it("know every code of the station", () => {
    expect(codes.length).toBeGreaterThan(150);
  });
});

describe.each(others)("%s", (language) => {
  const { texts, sentences } = catalogues[language];
  const leaves = leavesOf(texts);

  it("has every text and no other", () => {
    expect(new Set(leaves.map(({ path }) => path))).toEqual(new Set(english.keys()));
    expect(leaves.filter(({ value }) => said(value).trim() === "")).toEqual([]);
  });

  it("says all that is put into a text", () => {
    const lost = leaves.filter(({ path, value }) => {
      const spoken = said(value);
      return marks.some((mark) => said(english.get(path)).includes(mark) && !spoken.includes(mark));
    });
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  it("has a sentence for every code and for no other", () => {
    const wanted = [...codes, ...ownCodes];
    expect(wanted.filter((code) => sentences[code] === undefined)).toEqual([]);
    expect(Object.keys(sentences).filter((code) => !wanted.includes(code))).toEqual([]);
  });

  it("says each in at most as much as fits", () => {
    const long = [...Object.entries(sentences), ...Object.entries(operatorSentences(texts))].filter(
      ([, sentence]) => sentence.length > longest(language),
    );
    expect(long).toEqual([]);
  });

  it("closes every sentence, in its own punctuation, without blanks to spare", () => {
    const end = language === "zh" ? /[。？]$/ : /[.?]$/;
    const wrong = Object.entries(sentences).filter(
      ([, sentence]) => !end.test(sentence) || sentence.trim() !== sentence || sentence.includes("  "),
    );
    expect(wrong).toEqual([]);
  });

  it("fits a step's word into a slot, and a state's word into its head", () => {
    expect(Object.values(texts.line.steps).filter((word) => word.length > 20)).toEqual([]);
    const words = [...Object.values(texts.line.states), texts.line.skippedWord];
    expect(words.filter((word) => word.length > 8)).toEqual([]);
    expect(new Set(words).size).toBe(words.length);
  });

  it("tells states, results and enrollments apart", () => {
    const { changes, check, reconcile } = texts.service;
    const ofService = [changes.acts, changes.states, check.verdicts, check.menders, reconcile.kinds];
    for (const words of [
      ...ofService,
      texts.line.states,
      texts.units.outcomes,
      texts.units.enrollments,
      texts.units.states,
    ]) {
      expect(new Set(Object.values(words)).size).toBe(Object.values(words).length);
    }
  });

  it("names a button for a reader by what is written on it", () => {
    const { practice, line, lot, setUp, service } = texts;
    const pairs = [
      [practice.faultyShort.replace("…", ""), practice.plugFaulty],
      [line.more, line.moreAbout("1")],
      [lot.useShort, lot.use("L1")],
      [setUp.slots.move, setUp.slots.moveSlot("1")],
      [setUp.slots.forget, setUp.slots.forgetSlot("1")],
      [setUp.roots.remove, setUp.roots.removeRoot("R")],
      [service.parked.retry, service.parked.retryUnit("U")],
      [service.hub.twin, service.hub.twinOf("D")],
    ] as const;
    expect(pairs.filter(([short, long]) => !long.toLowerCase().includes(short.toLowerCase()))).toEqual([]);
  });

  it("is its own language, not a copy of the English", () => {
    const same = leaves.filter(({ path, value }) => said(value) === said(english.get(path)));
    expect(same.length / leaves.length).toBeLessThan(0.15);
  });
});

describe("Chinese", () => {
  it("has no half-width punctuation between its characters", () => {
    const all = [
      ...leavesOf([catalogues.zh.texts, engineers.zh]).map(({ value }) => said(value)),
      ...Object.values(catalogues.zh.sentences),
    ];
    expect(all.filter((text) => /\p{Script=Han}[,:;?!.]|[,:;?!]\p{Script=Han}/u.test(text))).toEqual([]);
  });
});

const ofRecipe = schemaFields();

describe.each(others)("%s, what the engineer reads", (language) => {
  const { recipeFields, ...spoken } = engineers[language];
  const leaves = leavesOf(spoken);
  const { recipeFields: _, ...own } = engineers.en;
  const inEnglish = new Map(leavesOf(own).map(({ path, value }) => [path, value]));

  it("is all there, with all that is put into it", () => {
    expect(new Set(leaves.map(({ path }) => path))).toEqual(new Set(inEnglish.keys()));
    const lost = leaves.filter(({ path, value }) =>
      marks.some((mark) => said(inEnglish.get(path)).includes(mark) && !said(value).includes(mark)),
    );
    expect(lost.map(({ path }) => path)).toEqual([]);
  });

  it("is in its own words, and not much longer than in English", () => {
    const grows = language === "zh" ? 1 : 1.5;
    const long = leaves.filter(({ path, value }) => said(value).length > said(inEnglish.get(path)).length * grows + 16);
    expect(long.map(({ path, value }) => `${path}: ${said(value)}`)).toEqual([]);
    const same = leaves.filter(({ path, value }) => said(value) === inEnglish.get(path) && said(value).length > 24);
    expect(same.map(({ path }) => path)).toEqual([]);
  });

  it("names every member of a recipe, and no other", () => {
    expect(Object.keys(recipeFields).sort()).toEqual(ofRecipe.map(({ path }) => path).sort());
    const long = ofRecipe.filter(({ path, title, help }) => {
      const words = recipeFields[path];
      return (
        words !== undefined && (words.title.length > title.length + 26 || words.help.length > help.length * 1.5 + 16)
      );
    });
    expect(long.map(({ path }) => path)).toEqual([]);
  });
});
