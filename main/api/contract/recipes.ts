import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { saidSchema } from "./said.ts";

const name = z.string().max(64);
/** As a person wrote it, comments and all; the station takes 256 KiB. */
const source = z.string().max(262_144);
const hash = z.string();

/** One fault of a recipe, at its member and its line (from 1; null where it has none). */
export const recipeFaultSchema = z.object({
  /** `attestation.type`; empty: of the whole document. */
  path: z.string(),
  line: z.int().positive().nullable(),
  /** In English. */
  message: z.string(),
  said: saidSchema,
});

/**
 * How sure one is of a recipe: passed: a dry run of this very content did · not-tried: none has yet · impossible: there is no practice
 * device for it, `code` says why.
 */
export const recipeTrialSchema = z.object({
  state: z.enum(["passed", "not-tried", "impossible"]),
  /** When the dry run passed. */
  at: z.iso.datetime().nullable(),
  code: z.enum(["recipe.console-not-tried", "recipe.firmware-not-tried"]).nullable(),
});

export const shelvedRecipeSchema = z.object({
  name,
  model: z.string(),
  attestation: z.enum(["tpm", "x509", "x509-group", "symmetric-key", "symmetric-key-group"]),
  driver: z.enum(["smp", "console"]),
  /** SHA-256 of the canonical form, hex. */
  hash,
  /** Comes with practice mode: may be copied, neither changed nor deleted. */
  builtIn: z.boolean(),
  /** Open lots under a recipe of this name; `current`: under this very version. */
  openLots: z.array(z.object({ lot: z.string(), current: z.boolean() })),
  changedAt: z.iso.datetime(),
  trial: recipeTrialSchema,
  /** Why no lot can be opened under it yet: saved here, and no dry run has passed. */
  locked: z.boolean(),
});

/** `path` has one of these values; an empty list: it is said at all. */
const conditionSchema = z.object({ path: z.string(), values: z.array(z.string()) });

/** One member of the recipe's schema, for a form. */
export const recipeFieldSchema = z.object({
  path: z.string(),
  title: z.string(),
  help: z.string(),
  /** structure: any YAML value, as text. */
  kind: z.enum(["text", "long-text", "number", "choice", "switch", "list", "structure"]),
  choices: z.array(z.string()),
  /** Names that the station knows for it. */
  suggestions: z.array(z.string()),
  /** What is meant where it is left out; null: nothing. */
  otherwise: z.string().nullable(),
  required: z.boolean(),
  /** Shown where all of one of these hold; empty: always. */
  when: z.array(z.array(conditionSchema)),
});

export const recipeCheckSchema = z.object({
  /** Null: it has faults. */
  recipe: z.object({ name, hash, trial: recipeTrialSchema }).nullable(),
  faults: z.array(recipeFaultSchema),
});

export const dryRunEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("started"), serialNumber: z.string(), steps: z.array(z.string()) }),
  z.object({
    type: z.literal("step"),
    id: z.string(),
    outcome: z.enum(["running", "pass", "fail"]),
    /** Why it failed. */
    code: z.string().nullable(),
    ms: z.number().nonnegative().nullable(),
  }),
  z.object({
    type: z.literal("result"),
    outcome: z.enum(["pass", "fail"]),
    code: z.string().nullable(),
    sentence: z.string().nullable(),
    detail: z.string().nullable(),
    /** What the unit would be called. */
    registrationId: z.string().nullable(),
    deviceId: z.string().nullable(),
    /** What became of its entry at the practice service; `group`: it has none of its own. */
    enrollment: z.string().nullable(),
    hash,
  }),
]);

const openRecipeSchema = z.object({
  name,
  source,
  /** Names these very bytes, comments included. */
  revision: z.string(),
});

/** The recipes of this station. A lot keeps the recipe it was opened with, whatever is done here. Event `set-up` says that they changed. */
export const recipesContract = {
  /** Sorted by name. */
  list: oc.output(z.array(shelvedRecipeSchema)),
  /** The schema as a form has it, in its order. */
  fields: oc.output(z.array(recipeFieldSchema)),
  /** Sample recipes to begin with: `about` is the file's first comment. */
  samples: oc.output(z.array(z.object({ name, about: z.string(), source }))),
  /** `recipe.unknown`. */
  read: oc.input(z.object({ name })).output(openRecipeSchema),
  check: oc.input(z.object({ source })).output(recipeCheckSchema),
  /**
   * Runs the draft on a virtual device at a practice service, in a data folder that is thrown away: nothing of it gets into the records.
   * One at a time (`recipe.dry-run-busy`). `recipe.invalid`, `recipe.console-not-tried`, `recipe.firmware-not-tried`,
   * `recipe.no-serial-number`.
   */
  dryRun: oc
    .input(z.object({ source, serialNumber: z.string().min(1).max(64).optional() }))
    .output(eventIterator(dryRunEventSchema)),
  /**
   * Writes the recipe under the name it says. `replaces`: what was opened; null: a new one. `recipe.invalid`, `recipe.name-taken`,
   * `recipe.changed-meanwhile`, `set-up.folder`.
   */
  save: oc
    .input(z.object({ source, replaces: z.object({ name, revision: z.string().max(128) }).nullable() }))
    .output(openRecipeSchema),
  /** `recipe.in-use` while a lot under it is open, `recipe.built-in`, `recipe.unknown`. */
  remove: oc.input(z.object({ name })).output(z.array(shelvedRecipeSchema)),
};

export type RecipeFaultView = z.infer<typeof recipeFaultSchema>;
export type RecipeTrial = z.infer<typeof recipeTrialSchema>;
export type ShelvedRecipe = z.infer<typeof shelvedRecipeSchema>;
export type RecipeField = z.infer<typeof recipeFieldSchema>;
export type RecipeCheck = z.infer<typeof recipeCheckSchema>;
export type DryRunEvent = z.infer<typeof dryRunEventSchema>;
export type OpenRecipe = z.infer<typeof openRecipeSchema>;
