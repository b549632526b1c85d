interface KeyPlace {
  readonly active: number | null;
  /** In sight. */
  readonly first: number;
  readonly page: number;
  readonly total: number;
}

/** The row that a key leads to; undefined for a key that leads nowhere. */
export function rowByKey(key: string, { active, first, page, total }: KeyPlace): number | undefined {
  if (total === 0) return undefined;
  if (key === "Home") return 0;
  if (key === "End") return total - 1;
  const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page };
  const step = steps[key];
  if (step === undefined) return undefined;
  // The first key goes to what is in sight.
  return Math.min(total - 1, Math.max(0, active === null ? first : active + step));
}
