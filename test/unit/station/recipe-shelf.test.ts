import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { readRecipe, readRecipes } from "../../../main/station/recipe-shelf.ts";
import { recipeSource } from "../../harness/recipe-source.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-recipes-"));
  writeFileSync(join(folder, "one.yaml"), recipeSource({ attestation: "tpm" }));
  writeFileSync(join(folder, "two.yml"), recipeSource({ attestation: "x509" }));
  writeFileSync(join(folder, "notes.txt"), "no recipe");
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

it("gives all recipes of a folder by name", async () => {
  expect([...(await readRecipes(folder)).keys()]).toEqual(["test-tpm", "test-x509"]);
});

it("refuses two recipes of one name, naming the file", async () => {
  writeFileSync(join(folder, "three.yaml"), recipeSource({ attestation: "x509", model: "OTHER" }));
  await expect(readRecipes(folder)).rejects.toMatchObject({
    code: "recipe.invalid",
    detail: expect.stringContaining("two.yml"),
  });
});

it("names the file of a broken recipe, and every fault with its line", async () => {
  writeFileSync(join(folder, "three.yaml"), "recipe: Three\nlink: 1");
  await expect(readRecipes(folder)).rejects.toMatchObject({
    code: "recipe.invalid",
    detail: expect.stringMatching(/three\.yaml: line 1: recipe .*line 2: link /),
  });
});

it("says of a file that is not there that it cannot be read", async () => {
  await expect(readRecipe(join(folder, "none.yaml"))).rejects.toThrow("recipe.unreadable");
});
