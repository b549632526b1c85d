import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";

const root = join(import.meta.dirname, "../..");

const catalogueSchema = z.object({
  entries: z.record(z.string(), z.object({ sentence: z.string(), retry: z.enum(["never", "same-unit", "after-fix"]) })),
});

interface Coded {
  readonly code: string;
  readonly sentence: string;
  readonly retry: string;
  /** Where it was found. */
  readonly where: string;
}

const files = readdirSync(join(root, "main"), { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith("-errors.ts"))
  .map((name) => join("main", name))
  .sort();

const codes: readonly Coded[] = (await Promise.all(files.map(readCatalogues))).flat();

async function readCatalogues(where: string): Promise<readonly Coded[]> {
  const exported: unknown = await import(join(root, where));
  const found = Object.values(z.record(z.string(), z.unknown()).parse(exported)).flatMap((value) => {
    const catalogue = catalogueSchema.safeParse(value);
    return catalogue.success ? Object.entries(catalogue.data.entries) : [];
  });
  return found.map(([code, entry]) => ({ code, ...entry, where }));
}

const rowPattern = /^\| `([^`]+)` \| (.+?) \| (never|same-unit|after-fix) \| (.+) \|$/;
const lines = readFileSync(join(root, "docs/errors.md"), "utf8").split("\n");
const documented = lines.flatMap((line, index) => {
  const [, code = "", sentence = "", retry = "", meaning = ""] = rowPattern.exec(line) ?? [];
  return code === "" ? [] : [{ code, sentence, retry, meaning, where: `docs/errors.md:${index + 1}` }];
});

const twice = (all: readonly Coded[]): readonly string[] =>
  all
    .filter(({ code }, index) => all.findIndex((other) => other.code === code) !== index)
    .map(({ code, where }) => `${code} again in ${where}`);

const line = ({ code, sentence, retry }: Omit<Coded, "where">): string => `${code} | ${sentence} | ${retry}`;

describe("error codes", () => {
  it("are found: every catalogue file has some", () => {
    expect(files.length).toBeGreaterThan(15);
    expect(files.filter((file) => !codes.some(({ where }) => where === file))).toEqual([]);
  });

  it("are of one catalogue each", () => {
    expect(twice(codes)).toEqual([]);
  });

  it("are an area and a reason in lower case", () => {
    expect(codes.map(({ code }) => code).filter((code) => !/^[a-z0-9-]+\.[a-z0-9-]+$/.test(code))).toEqual([]);
  });

  it("come with one sentence of at most 60 characters", () => {
    const wrong = codes.filter(({ sentence }) => sentence.length > 60 || !/^[A-Z].*[^.]\.$/.test(sentence));
    expect(wrong.map(line)).toEqual([]);
  });

  it("share no area between two files", () => {
    const areas = new Map(codes.map(({ code, where }) => [`${code.split(".")[0]} ${where}`, code.split(".")[0]]));
    expect(new Set(areas.values()).size).toBe(areas.size);
  });
});

describe("docs/errors.md", () => {
  it("has every code with its sentence and retry, and no other", () => {
    expect(documented.map(line).sort()).toEqual(codes.map(line).sort());
  });

  it("has each code once", () => {
    expect(twice(documented)).toEqual([]);
  });

  it("says of each what the engineer does", () => {
    expect(documented.filter(({ meaning }) => meaning.length < 30).map(line)).toEqual([]);
  });

  it("has no row this test cannot read", () => {
    const rows = lines.filter((text) => text.startsWith("| `"));
    expect(rows.filter((text) => !rowPattern.test(text))).toEqual([]);
  });
});
