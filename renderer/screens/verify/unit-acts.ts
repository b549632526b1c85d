import type {
  EnrollmentAct,
  EnrollmentChange,
  UnitAct,
  UnitDetail,
  UnitMove,
} from "../../../main/api/contract/index.ts";

/** What was last wanted of the entry by a person, newest first; one that failed does not count. */
function lastAct(changes: readonly Pick<EnrollmentChange, "act" | "state">[]): EnrollmentAct | undefined {
  for (const { act, state } of changes) {
    if (state !== "failed" && (act === "disable" || act === "enable" || act === "delete")) return act;
  }
  return undefined;
}

/** What can be done to the unit's own entry at the service, by its state and what was done before. */
export function actsOf(
  { enrollment }: Pick<UnitDetail, "enrollment">,
  changes: readonly Pick<EnrollmentChange, "act" | "state">[],
): readonly EnrollmentAct[] {
  if (enrollment !== "enrolled") return [];
  switch (lastAct(changes)) {
    case "delete":
      return [];
    case "disable":
      return ["enable", "delete"];
    default:
      return ["update", "disable", "delete"];
  }
}

/** Something a person can have done with a unit: with its state, with its entry at the service, or with both. */
export type Act =
  /** second: another person has to sign it. */
  | { readonly kind: "state"; readonly act: UnitAct; readonly second: boolean }
  | { readonly kind: "entry"; readonly act: EnrollmentAct }
  | { readonly kind: "lock-out" }
  /** Another label. */
  | { readonly kind: "reprint" };

export interface Offered {
  readonly act: Act;
  /** Takes away what does not come back by itself. */
  readonly danger: boolean;
  readonly may: boolean;
  /** Code of why it would be refused. */
  readonly refused: string | null;
}

/** What is offered at the lower edge, those that do no harm first. */
export function offeredActs(moves: readonly UnitMove[], entryActs: readonly EnrollmentAct[]): readonly Offered[] {
  const states = moves.map((move) => ({
    act: { kind: "state", act: move.act, second: move.second } as const,
    danger: move.act === "scrap",
    may: move.may,
    refused: move.refused,
  }));
  const canQuarantine = moves.find(({ act }) => act === "quarantine");
  const lockOut =
    canQuarantine !== undefined && entryActs.includes("disable")
      ? [{ act: { kind: "lock-out" } as const, danger: true, may: canQuarantine.may, refused: null }]
      : [];
  return [...states, ...lockOut].sort((a, b) => Number(a.danger) - Number(b.danger));
}
