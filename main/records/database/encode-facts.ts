import type { Facts } from "./rows/row-values.ts";

/** Facts as JSON text. JSON has no NaN and no infinity; they are kept as words, so that a stored row always reads back. */
export const encodeFacts = (facts: Facts): string =>
  JSON.stringify(facts, (_key, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value,
  );
