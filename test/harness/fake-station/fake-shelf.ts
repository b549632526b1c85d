import type {
  DryRunEvent,
  OpenRecipe,
  RecipeCheck,
  RecipeField,
  ShelvedRecipe,
} from "../../../main/api/contract/index.ts";
import { checkRecipe } from "../../../main/workflow/recipe/parse-recipe.ts";
import { recipeFields } from "../../../main/workflow/recipe/recipe-fields.ts";
import { recipeSource } from "../recipe-source.ts";
import { sha256Hex } from "./fake-records.ts";

const notTried = { state: "not-tried", at: null, code: null } as const;

/** Recipes in memory with the station's own parser, and a dry run that only pretends: for trying screens. */
export class FakeShelf {
  readonly #sources = new Map([["test-x509", recipeSource({ attestation: "x509" })]]);

  list(): ShelvedRecipe[] {
    return [...this.#sources].flatMap(([name, source]) => {
      const checked = checkRecipe(source);
      if (!("recipe" in checked)) return [];
      const { product, attestation, link } = checked.recipe;
      return {
        name,
        model: product.model,
        attestation: attestation.type,
        driver: link.driver,
        hash: checked.hash,
        builtIn: false,
        openLots: [],
        changedAt: "2026-11-23T06:00:00.000Z",
        trial: notTried,
        locked: false,
      };
    });
  }

  fields(): RecipeField[] {
    return recipeFields().map((field) => ({
      ...field,
      choices: [...field.choices],
      suggestions: [],
      when: field.when.map((all) => all.map(({ path, values }) => ({ path, values: [...values] }))),
    }));
  }

  samples() {
    return [{ name: "sensor", about: "A sensor", source: recipeSource({ attestation: "x509" }) }];
  }

  read(name: string): OpenRecipe {
    const source = this.#sources.get(name) ?? "";
    return { name, source, revision: sha256Hex(source) };
  }

  check(source: string): RecipeCheck {
    const checked = checkRecipe(source);
    if (!("recipe" in checked)) return { recipe: null, faults: [...checked.faults] };
    return { recipe: { name: checked.recipe.recipe, hash: checked.hash, trial: notTried }, faults: [] };
  }

  async *dryRun(source: string): AsyncGenerator<DryRunEvent, void> {
    const { hash = "" } = this.check(source).recipe ?? {};
    yield { type: "started", serialNumber: "SN1", steps: ["identify"] };
    yield { type: "step", id: "identify", outcome: "pass", code: null, ms: 1 };
    const said = { code: null, sentence: null, detail: null, registrationId: "sn1", deviceId: "sn1" };
    yield { type: "result", outcome: "pass", ...said, enrollment: "enrolled", hash };
  }

  save(source: string): OpenRecipe {
    const { name = "" } = this.check(source).recipe ?? {};
    this.#sources.set(name, source);
    return this.read(name);
  }

  remove(name: string): ShelvedRecipe[] {
    this.#sources.delete(name);
    return this.list();
  }
}
