import type { StepRecord, UnitDetail, UnitRow } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

type Outcome = StepRecord["outcome"];
type Enrollment = NonNullable<UnitRow["enrollment"]>;

export interface UnitVerdict {
  readonly shape: ShapeName;
  readonly word: string;
  /** Why, in a sentence; empty when the word says it all. */
  readonly why: string;
}

export const outcomeShapes: Readonly<Record<Outcome, ShapeName>> = {
  running: "running",
  pass: "pass",
  fail: "fail",
  interrupted: "attention",
};

export const enrollmentShapes: Readonly<Record<Enrollment, ShapeName>> = {
  queued: "waiting",
  enrolled: "pass",
  conflict: "fail",
  rejected: "fail",
  group: "pass",
};

/** What the records say of a unit now: a hold first, then how its last run ended. */
export function verdictOf(unit: UnitDetail): UnitVerdict {
  const { verdicts } = texts.unit;
  if (unit.state === "quarantined" || unit.state === "rework" || unit.state === "scrapped") {
    return { shape: "off", word: verdicts.held(texts.units.states[unit.state]), why: "" };
  }
  const problem = unit.runHistory[0]?.problem ?? null;
  const why = problem === null ? "" : sentenceOf(problem);
  switch (unit.lastOutcome) {
    case "running":
      return { shape: "running", word: verdicts.running, why: "" };
    case "fail":
      return { shape: "fail", word: verdicts.failed, why };
    case "interrupted":
      return { shape: "attention", word: verdicts.interrupted, why };
    case "pass":
      return {
        shape: "pass",
        word: verdicts.provisioned,
        why: unit.state === "verified" ? "" : texts.unit.notVerified,
      };
    default:
      return { shape: "waiting", word: verdicts.none, why: "" };
  }
}
