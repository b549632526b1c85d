import type { RunRecord, UnitRow } from "../../../main/api/contract/index.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

type Outcome = NonNullable<UnitRow["lastOutcome"]>;

/** On record a run that waits for a certificate is interrupted, for that. */
export const outcomeOf = ({ outcome, problem }: Pick<RunRecord, "outcome" | "problem">): Outcome =>
  outcome === "interrupted" && problem?.code === "unit.awaiting-certificate" ? "set-aside" : outcome;

export const outcomeShapes: Readonly<Record<Outcome, ShapeName>> = {
  running: "running",
  pass: "pass",
  fail: "fail",
  interrupted: "attention",
  "set-aside": "aside",
};

export const enrollmentShapes: Readonly<Record<NonNullable<UnitRow["enrollment"]>, ShapeName>> = {
  queued: "waiting",
  enrolled: "pass",
  conflict: "fail",
  rejected: "fail",
  group: "pass",
};
