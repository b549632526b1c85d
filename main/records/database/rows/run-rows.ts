import { z } from "zod";
import { jsonText } from "./json-text.ts";
import { facts, outcome, problem } from "./row-values.ts";

export const runRow = z.object({
  id: z.int(),
  runId: z.string(),
  lot: z.string(),
  slot: z.string(),
  unit: z.int().nullable(),
  outcome,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  ms: z.number().nonnegative().nullable(),
  problem: jsonText(problem).nullable(),
  /** Who was signed in when it began; null for nobody, and for runs of earlier versions. */
  operator: z.string().nullable(),
  /** Null for runs of earlier versions. */
  station: z.string().nullable(),
});

export const stepRow = z.object({
  run: z.int(),
  number: z.int(),
  step: z.string(),
  outcome,
  code: z.string().nullable(),
  startedAt: z.iso.datetime(),
  ms: z.number().nonnegative().nullable(),
  measurements: facts,
});
