import { oc } from "@orpc/contract";
import { z } from "zod";

/** As a recipe says it. */
const recipeAttestationSchema = z.enum(["tpm", "x509", "x509-group", "symmetric-key", "symmetric-key-group"]);

export const lotSchema = z.object({
  lot: z.string(),
  recipe: z.string(),
  /** SHA-256 of the recipe's canonical form, hex. */
  recipeHash: z.string(),
  model: z.string(),
  attestation: recipeAttestationSchema,
  state: z.enum(["open", "closed"]),
  quantity: z.int().positive().nullable(),
  openedAt: z.iso.datetime(),
  /** Null: nobody was signed in. */
  openedBy: z.string().nullable(),
  closedAt: z.iso.datetime().nullable(),
  closedBy: z.string().nullable(),
  /** Units still to be built; null without a quantity. */
  remaining: z.int().nonnegative().nullable(),
  /** Units on hold or in rework: none may be left when the lot is closed. */
  onHold: z.int().nonnegative(),
  /** Units that passed. */
  done: z.int().nonnegative(),
  /** Units whose last run failed. */
  failed: z.int().nonnegative(),
  /** Share of units that passed at the first run, 0..1; null before the first unit. */
  firstPassYield: z.number().min(0).max(1).nullable(),
  /** Units passed in the last 60 minutes. */
  perHour: z.int().nonnegative(),
});

export const recipeSummarySchema = z.object({
  recipe: z.string(),
  model: z.string(),
  attestation: recipeAttestationSchema,
  hash: z.string(),
});

export const lotNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

export const lotsContract = {
  list: oc.output(z.array(lotSchema)),
  /** The lot the line builds now; null before one is chosen. */
  current: oc.output(lotSchema.nullable()),
  recipes: oc.output(z.array(recipeSummarySchema)),
  open: oc
    .input(
      z.object({
        lot: lotNameSchema,
        recipe: z.string().max(64),
        quantity: z.int().positive().max(10_000_000).nullable(),
      }),
    )
    .output(lotSchema),
  /** Makes an open lot the one the line builds; refused while a slot is running. */
  use: oc.input(z.object({ lot: z.string().max(64) })).output(lotSchema),
  /** Units that the recipe's sampling plan wants verified before the lot is closed; the first 100, by their place in it from 1. */
  samplesDue: oc
    .input(z.object({ lot: z.string().max(64) }))
    .output(z.array(z.object({ serialNumber: z.string(), number: z.int().positive() }))),
  /**
   * For good: no unit enters it any more, and its manifest does not change. `lot.open-quarantine`, `lot.samples-due`; `slot.busy` while the line builds
   * a unit of it.
   */
  close: oc.input(z.object({ lot: z.string().max(64) })).output(lotSchema),
};

export type Lot = z.infer<typeof lotSchema>;
export type RecipeSummary = z.infer<typeof recipeSummarySchema>;
