import type { z } from "zod";
import { recordsErrors } from "../records-errors.ts";

/** Parses one stored row; one that does not fit its schema throws `records.damaged` with the column, never its value. */
export function readRow<Schema extends z.ZodType>(schema: Schema, row: unknown): z.output<Schema> {
  const result = schema.safeParse(row);
  if (result.success) return result.data;
  const where = result.error.issues.map(({ path, message }) => `${path.join(".")}: ${message}`).join("; ");
  throw recordsErrors.damaged(`a stored row does not fit: ${where}`);
}
