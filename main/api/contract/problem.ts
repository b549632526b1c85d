import { z } from "zod";

/** A StationError as it crosses a boundary: cloneable, code kept, no secrets. */
export const problemSchema = z.object({
  /** Stable, `area.reason`. */
  code: z.string(),
  /** What the worker does now, in English; the renderer translates by code. */
  sentence: z.string(),
  /** What was seen, for the engineer. */
  detail: z.string(),
  retry: z.enum(["never", "same-unit", "after-fix"]),
});

export type Problem = z.infer<typeof problemSchema>;
