import type { z } from "zod";
import type { unitRow } from "./database/rows/unit-rows.ts";

export type UnitState = z.infer<typeof unitRow>["state"];

export interface UnitTransition {
  readonly from: readonly UnitState[];
  /** `before`: what the unit was before it was put on hold; one that was verified has to be verified again. */
  readonly to: UnitState | "before";
  /** run: a PASS · verification: QA's checks · enrollment: a conflict solved by giving the unit up or other names · person: by hand. */
  readonly by: "run" | "verification" | "enrollment" | "person";
}

/**
 * All that can happen to a unit's state; nothing leads out of `scrapped`. The reason is always written down. Which right an act by
 * hand needs, and which one a second person, is in `main/api/rights.ts`.
 */
export const unitTransitions = {
  provision: { from: ["new", "rework"], to: "provisioned", by: "run" },
  verify: { from: ["provisioned", "verified"], to: "verified", by: "verification" },
  fail: { from: ["provisioned", "verified"], to: "quarantined", by: "verification" },
  "give-up": { from: ["new", "provisioned", "verified"], to: "rework", by: "enrollment" },
  rename: { from: ["new", "provisioned", "verified", "rework"], to: "rework", by: "enrollment" },
  quarantine: { from: ["new", "provisioned", "verified", "rework"], to: "quarantined", by: "person" },
  release: { from: ["quarantined"], to: "before", by: "person" },
  rework: { from: ["provisioned", "verified", "quarantined"], to: "rework", by: "person" },
  scrap: { from: ["new", "provisioned", "verified", "quarantined", "rework"], to: "scrapped", by: "person" },
} as const satisfies Readonly<Record<string, UnitTransition>>;

export type UnitAct = keyof typeof unitTransitions;
/** Those by hand. */
export const unitChanges = ["quarantine", "release", "rework", "scrap"] as const satisfies readonly UnitAct[];
export type UnitChange = (typeof unitChanges)[number];

export const isAllowed = (act: UnitAct, state: UnitState): boolean => {
  const from: readonly UnitState[] = unitTransitions[act].from;
  return from.includes(state);
};
