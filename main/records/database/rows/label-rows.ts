import { z } from "zod";
import { jsonText } from "./json-text.ts";

export const printRow = z.object({
  id: z.int(),
  unit: z.int(),
  /** Name of the label's template, with its version. */
  template: z.string(),
  printer: z.string(),
  copies: z.int().positive(),
  outcome: z.enum(["printed", "failed"]),
  /** Of a failure. */
  code: z.string().nullable(),
  /** Every label of a unit after its first has one. */
  reprintReason: z.string().nullable(),
  /** Where one of its codes is to be scanned back, and those codes; null: nobody is asked to. */
  slot: z.string().nullable(),
  expected: jsonText(z.array(z.string())).nullable(),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

/** A label that was scanned back, or that the line went on without scanning. */
export const labelScanRow = z.object({
  id: z.int(),
  print: z.int(),
  outcome: z.enum(["right", "wrong", "none"]),
  /** Null for none. */
  scanned: z.string().nullable(),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});
