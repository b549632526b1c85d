import { oc } from "@orpc/contract";
import { z } from "zod";
import { secondPersonSchema } from "./people.ts";
import { unitRowSchema, unitStateSchema } from "./units.ts";

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
  /** Units still to be built: those on hold keep their place, those scrapped do not. Null without a quantity. */
  remaining: z.int().nonnegative().nullable(),
  /** Units on hold or in rework: none may be left when the lot is closed. */
  onHold: z.int().nonnegative(),
  /** Units that passed and are neither on hold nor scrapped: what its manifest has. */
  done: z.int().nonnegative(),
  scrapped: z.int().nonnegative(),
  /** Units whose last run failed. */
  failed: z.int().nonnegative(),
  /** Share of units that passed at the first run, 0..1; null before the first unit. */
  firstPassYield: z.number().min(0).max(1).nullable(),
  /** Units passed in the last 60 minutes. */
  perHour: z.int().nonnegative(),
  /** Of the newest seal of its manifest; null: none was sealed. */
  sealedAt: z.iso.datetime().nullable(),
});

export const recipeSummarySchema = z.object({
  recipe: z.string(),
  model: z.string(),
  attestation: recipeAttestationSchema,
  hash: z.string(),
});

export const lotNameSchema = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/);

const count = z.int().nonnegative();

/** Everything about one lot. Counts by state are of units that entered it. */
export const lotDetailSchema = lotSchema.extend({
  units: z.partialRecord(unitStateSchema, count),
  /** Attempts, whatever became of them. */
  runs: count,
  firstPassAt: z.iso.datetime().nullable(),
  lastPassAt: z.iso.datetime().nullable(),
  /** Seals of its manifests, newest first, the last 100. */
  seals: z.array(
    z.object({
      count,
      /** Ordered Merkle root and digest of what was signed, hex. */
      root: z.string(),
      digest: z.string(),
      createdAt: z.iso.datetime(),
    }),
  ),
  /** Manifests written in any format, newest first, the last 100. */
  manifests: z.array(
    z.object({
      format: z.string(),
      count,
      /** SHA-256 of the file, hex. */
      sha256: z.string(),
      operator: z.string().nullable(),
      station: z.string(),
      at: z.iso.datetime(),
    }),
  ),
});

/** Runs that failed alike. */
export const lotFailureSchema = z.object({
  code: z.string(),
  sentence: z.string(),
  runs: z.int().positive(),
  units: count,
  lastAt: z.iso.datetime().nullable(),
});

/** `built`: the order in which the station first saw them. */
export const lotUnitsSortSchema = z.enum(["built", "serial-number"]);
/** `failed`: the last run failed · `on-hold`: quarantined or in rework · `set-aside`: waits for a certificate · a state. */
export const lotUnitsFilterSchema = z.enum(["all", "failed", "on-hold", "set-aside", ...unitStateSchema.options]);

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
   * For good, signed by a second person: no unit enters it any more, and its manifest does not change. `lot.open-quarantine`, `lot.samples-due`; `slot.busy` while the line builds
   * a unit of it.
   */
  close: oc.input(z.object({ lot: z.string().max(64), second: secondPersonSchema })).output(lotSchema),
  /** What failed in it by code, the most frequent first, the first 100. */
  failures: oc.input(z.object({ lot: z.string().max(64) })).output(z.array(lotFailureSchema)),
  /** `api.unknown-lot`. */
  show: oc.input(z.object({ lot: z.string().max(64) })).output(lotDetailSchema),
  /**
   * A page of a lot's units, for a table of a million rows: every sort has an index. `offset` jumps; `after` (the serial number of the last row of the
   * page before) goes on from there, however far down, and then `offset` counts from it. `total` is of all that the filter lets through.
   */
  units: oc
    .input(
      z.object({
        lot: z.string().max(64),
        sort: lotUnitsSortSchema.default("built"),
        descending: z.boolean().default(false),
        filter: lotUnitsFilterSchema.default("all"),
        /** Serial numbers that begin so; the case counts. */
        prefix: z.string().max(128).default(""),
        after: z.string().max(128).nullable().default(null),
        offset: z.int().nonnegative().max(100_000_000).default(0),
        limit: z.int().min(1).max(200).default(100),
      }),
    )
    .output(z.object({ units: z.array(unitRowSchema), total: count })),
};

export type Lot = z.infer<typeof lotSchema>;
export type RecipeSummary = z.infer<typeof recipeSummarySchema>;
export type LotDetail = z.infer<typeof lotDetailSchema>;
export type LotFailure = z.infer<typeof lotFailureSchema>;
export type LotUnitsSort = z.infer<typeof lotUnitsSortSchema>;
export type LotUnitsFilter = z.infer<typeof lotUnitsFilterSchema>;
