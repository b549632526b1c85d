import { isAttestation } from "../compare-enrollment.ts";

export type Solution = "adopt" | "replace" | "retry" | "reject";

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
  return [...(usable ? (["adopt"] as const) : []), ...(looked ? (["replace"] as const) : []), "retry", "reject"];
}
