import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { describe, expect, it } from "vitest";
import { z } from "zod";
import boundaries from "../../boundaries.json" with { type: "json" };
import { commands } from "../../main/cli/commands.ts";
import { checkRecipe } from "../../main/workflow/recipe/parse-recipe.ts";
import { recipeSchema } from "../../main/workflow/recipe/recipe-schema.ts";

const root = join(import.meta.dirname, "../..");
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const folders = ["main", "preload", "renderer", "test", "docs", "resources"];

const namesBelow = (folder: string, pattern: RegExp): readonly string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: "utf8" })
    .filter((name) => pattern.test(name))
    .map((name) => join(folder, name));

const rootFiles = (pattern: RegExp): readonly string[] => readdirSync(root).filter((name) => pattern.test(name));
const pages = [...rootFiles(/\.md$/), ...folders.flatMap((folder) => namesBelow(folder, /\.md$/))];
const sources = [
  ...rootFiles(/\.ts$/),
  ...folders.filter((folder) => folder !== "docs").flatMap((folder) => namesBelow(folder, /\.(?:tsx?|ya?ml)$/)),
];

const withoutCode = (text: string): string => text.replaceAll(/^```[\s\S]*?^```$/gm, "").replaceAll(/`[^`\n]*`/g, "");
const unique = (values: readonly string[]): readonly string[] => [...new Set(values)].sort();

/** As GitHub makes them: lower case, punctuation dropped, spaces to hyphens. */
const anchorsOf = (path: string): readonly string[] =>
  [...read(path).matchAll(/^#{1,6} (.+)$/gm)].map(([, heading = ""]) =>
    heading
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
      .replaceAll(" ", "-"),
  );

function brokenLinks(page: string): readonly string[] {
  const targets = [...withoutCode(read(page)).matchAll(/!?\[[^\]]*\]\(([^)\s]+)\)|<img [^>]*src="([^"]+)"/g)];
  return targets
    .map(([, link, image]) => link ?? image ?? "")
    .filter((target) => !/^[a-z]+:/.test(target))
    .filter((target) => !leadsSomewhere(page, target))
    .map((target) => `${page} → ${target}`);
}

function leadsSomewhere(page: string, target: string): boolean {
  const [path = "", anchor] = target.split("#", 2);
  const file = path === "" ? page : relative(root, join(root, dirname(page), path));
  if (file.startsWith("..") || !existsSync(join(root, file))) return false;
  return anchor === undefined || !file.endsWith(".md") || anchorsOf(file).includes(anchor);
}

describe("pages", () => {
  it("lead only to what is there", () => {
    expect(pages.length).toBeGreaterThan(20);
    expect(pages.flatMap(brokenLinks)).toEqual([]);
  });

  it("are there for every room, at most ten lines each", () => {
    const rooms = ["main", "renderer"].flatMap((top) =>
      readdirSync(join(root, top), { withFileTypes: true })
        .filter((entry) => entry.isDirectory())
        .map((entry) => join(top, entry.name, "README.md")),
    );
    const wrong = [...rooms, "preload/README.md", "renderer/README.md"].filter(
      (page) => !existsSync(join(root, page)) || read(page).trimEnd().split("\n").length > 10,
    );
    expect(wrong).toEqual([]);
  });
});

describe("ARCHITECTURE.md", () => {
  it("shows the rooms and their imports as boundaries.json has them", () => {
    const rows = [
      ...read("ARCHITECTURE.md").matchAll(/^\| `((?:main|preload|renderer)[^`]*)` \| [^|]+ \|([^|]*)\|$/gm),
    ];
    const shown = rows.map(([, room = "", imports = ""]) => [
      room,
      imports
        .split(",")
        .map((name) => name.trim())
        .filter((name) => name !== "")
        .map((name) => (name.startsWith("renderer/") ? name : `main/${name}`)),
    ]);
    expect(Object.fromEntries(shown)).toEqual(boundaries.rooms);
  });
});

describe("docs/operations.md", () => {
  const page = read("docs/operations.md");

  it("names the environment variables that are read, and no other", () => {
    const pattern = /\bTOUCHMARK_[A-Z][A-Z_]*[A-Z]\b/g;
    const inCode = sources.flatMap((path) => [...read(path).matchAll(pattern)].map(([name]) => name));
    const inPage = [...page.matchAll(pattern)].map(([name]) => name);
    expect(unique(inPage)).toEqual(unique(inCode));
  });

  it("shows every command as the command line itself does, and no other", () => {
    const shown = [...page.matchAll(/^touchmark .+$/gm)].map(([line]) => line);
    expect(shown).toEqual(commands.map(({ words, usage }) => `touchmark ${words} ${usage}`.trimEnd()));
  });
});

describe("recipes in the docs", () => {
  const samples = [
    ...pages.flatMap((page) =>
      [...read(page).matchAll(/^```yaml\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => ({ from: page, text })),
    ),
    ...namesBelow("resources", /\.yaml$/).map((path) => ({ from: path, text: read(path) })),
  ].filter(({ text }) => /^recipe:/m.test(text));

  it("are all valid", () => {
    expect(samples.length).toBeGreaterThan(4);
    const checked = samples.map(({ from, text }) => ({ from, checked: checkRecipe(text) }));
    expect(checked.flatMap((sample) => ("faults" in sample.checked ? [sample] : []))).toEqual([]);
  });
});

interface Member {
  readonly path: string;
  /** `required`, `optional`, or the default as it would be written. */
  readonly otherwise: string;
}

interface JsonSchema {
  readonly properties?: Readonly<Record<string, JsonSchema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly oneOf?: readonly JsonSchema[] | undefined;
  readonly default?: unknown;
}

const jsonSchema: z.ZodType<JsonSchema> = z.lazy(() =>
  z.object({
    properties: z.record(z.string(), jsonSchema).optional(),
    required: z.array(z.string()).optional(),
    oneOf: z.array(jsonSchema).optional(),
    default: z.unknown().optional(),
  }),
);

const asWritten = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));

/** Members that hold no others, by path. */
function membersOf(schema: JsonSchema, above: string): readonly Member[] {
  const inVariants = (schema.oneOf ?? []).flatMap((variant) => membersOf(variant, above));
  const own = Object.entries(schema.properties ?? {}).flatMap(([name, member]) => {
    const path = above === "" ? name : `${above}.${name}`;
    if (member.properties !== undefined || member.oneOf !== undefined) return membersOf(member, path);
    const needed = schema.required?.includes(name) === true ? "required" : "optional";
    return [{ path, otherwise: member.default === undefined ? needed : `\`${asWritten(member.default)}\`` }];
  });
  return [...inVariants, ...own];
}

describe("docs/recipes.md", () => {
  it("has every member of the schema with its default, and no other", () => {
    const members = membersOf(jsonSchema.parse(z.toJSONSchema(recipeSchema, { io: "input" })), "");
    const rows = [...read("docs/recipes.md").matchAll(/^\| `([a-z][^`]*)` \| (required|optional|`[^`]+`) \|/gim)];
    expect(members.length).toBeGreaterThan(25);
    expect(unique(rows.map(([, path = "", otherwise = ""]) => `${path}: ${otherwise}`))).toEqual(
      unique(members.map(({ path, otherwise }) => `${path}: ${otherwise}`)),
    );
  });
});
