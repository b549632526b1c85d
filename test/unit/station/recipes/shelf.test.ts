import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { RecipeShelf } from "../../../../main/station/recipes/shelf.ts";
import { recipeSource } from "../../../harness/recipe-source.ts";

const byHand = `# by hand\n${recipeSource({ attestation: "x509" })}`;
const other = recipeSource({ attestation: "x509", model: "OTHER" });
let root: string;
let folder: string;
let shelf: RecipeShelf;

const open = (): Promise<RecipeShelf> => RecipeShelf.open({ folder, builtIn: join(root, "built-in") });

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), "touchmark-shelf-"));
  folder = join(root, "recipes");
  for (const path of [folder, join(root, "built-in")]) mkdirSync(path);
  writeFileSync(join(folder, "hand.yml"), byHand);
  writeFileSync(join(root, "built-in", "tpm.yaml"), recipeSource({ attestation: "tpm" }));
  shelf = await open();
});

afterEach(() => {
  rmSync(root, { recursive: true });
});

const loaded = (name: string) => {
  const found = shelf.recipes.get(name);
  if (found === undefined) throw new Error(`no recipe ${name}`);
  return found;
};

describe("the shelf of recipes", () => {
  it("does not hold back what was put there by hand", () => {
    expect(shelf.trialOf(loaded("test-x509")).state).toBe("not-tried");
    expect(shelf.isLocked(loaded("test-x509"))).toBe(false);
  });

  it("saves over the very file, comments and all, and holds it back until this content is tried", async () => {
    const opened = await shelf.read("test-x509");
    const before = loaded("test-x509").hash;
    const saved = await shelf.save(`# mine\n${other}`, opened);
    expect(saved).toMatchObject({ before, after: loaded("test-x509").hash });
    expect(readFileSync(join(folder, "hand.yml"), "utf8")).toBe(`# mine\n${other}`);
    expect(() => shelf.refuseLocked(loaded("test-x509"))).toThrow("recipe.not-tried");
    await shelf.keepPassed(saved.after);
    shelf = await open();
    expect(shelf.trialOf(loaded("test-x509"))).toMatchObject({ state: "passed", code: null });
    shelf.refuseLocked(loaded("test-x509"));
  });

  it("keeps a new one under its name, and leaves no half-written file", async () => {
    const source = other.replace("test-x509", "brand-new");
    await shelf.save(source, null);
    expect(readdirSync(folder).sort()).toEqual(["brand-new.yaml", "hand.yml", "trials.json"]);
    expect((await open()).recipes.get("brand-new")?.recipe.product.model).toBe("OTHER");
  });

  it.each([
    ["recipe.invalid", "recipe: x", null],
    ["recipe.name-taken", other, null],
    ["recipe.name-taken", other, { name: "another", revision: "" }],
    ["recipe.built-in", recipeSource({ attestation: "tpm" }), null],
    ["recipe.changed-meanwhile", other, { name: "test-x509", revision: "what was there long ago" }],
  ])("refuses with %s and writes nothing", async (code, source, replaces) => {
    await expect(shelf.save(source, replaces)).rejects.toMatchObject({ code });
    expect(readFileSync(join(folder, "hand.yml"), "utf8")).toBe(byHand);
    expect(readdirSync(folder)).toEqual(["hand.yml"]);
  });

  it("deletes what is its own and nothing that comes with the program", async () => {
    expect(await shelf.remove("test-x509")).toMatch(/^[0-9a-f]{64}$/);
    expect([...shelf.recipes.keys()]).toEqual(["test-tpm"]);
    await expect(shelf.remove("test-tpm")).rejects.toMatchObject({ code: "recipe.built-in" });
    await expect(shelf.remove("test-x509")).rejects.toMatchObject({ code: "recipe.unknown" });
  });
});
