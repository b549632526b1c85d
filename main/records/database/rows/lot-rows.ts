import { z } from "zod";
import { recipeAttestation } from "./row-values.ts";

export const lotRow = z.object({
  id: z.int(),
  lot: z.string(),
  recipe: z.string(),
  recipeHash: z.string(),
  recipeText: z.string(),
  model: z.string(),
  attestation: recipeAttestation,
  quantity: z.int().positive().nullable(),
  state: z.enum(["open", "closed"]),
  openedAt: z.iso.datetime(),
  /** Null: nobody was signed in, or an earlier version did not write it down. */
  openedBy: z.string().nullable(),
  closedAt: z.iso.datetime().nullable(),
  closedBy: z.string().nullable(),
  /** Where it was opened; null where an earlier version did. */
  station: z.string().nullable(),
});

export const sealRow = z.object({
  id: z.int(),
  lot: z.string(),
  format: z.literal("sealed"),
  count: z.int().nonnegative(),
  root: z.string(),
  digest: z.string(),
  previous: z.string().nullable(),
  createdAt: z.iso.datetime(),
});
