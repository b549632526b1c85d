import { isAttestation } from "../compare-enrollment.ts";
import type { EnrollmentState } from "../enrollment-store.ts";

export type Solution = "adopt" | "replace" | "rename" | "retry" | "reject";

/**
 * What can be done about a conflict. Nothing is written over an entry that was not seen, and none is adopted that the unit's device
 * cannot prove itself to.
 */
export function possibleSolutions(seen: {
  readonly differences: readonly { readonly field: string }[] | null;
  readonly theirEtag: string | null;
}): readonly Solution[] {
  const looked = seen.theirEtag !== null && (seen.differences?.length ?? 0) > 0;
  const usable = looked && !seen.differences?.some(isAttestation);
  const there = [...(usable ? (["adopt"] as const) : []), ...(looked ? (["replace"] as const) : [])];
  return [...there, "rename", "retry", "reject"];
}

/** What can be done about an entry that goes nowhere; one whose unit is to come under another name is never sent again. */
export function solutionsFor(entry: {
  readonly state: EnrollmentState;
  readonly code: string | null;
  readonly differences: readonly { readonly field: string }[] | null;
  readonly theirEtag: string | null;
}): readonly Solution[] {
  if (entry.state === "conflict") return possibleSolutions(entry);
  if (entry.state !== "rejected") return [];
  if (entry.code === "enrollment.renamed") return ["rename"];
  return entry.code === "enrollment.given-up" ? ["rename", "retry", "reject"] : ["retry", "reject"];
}
