import type { StepRecord, UnitRow } from "../../../main/api/contract/index.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

export const outcomeShapes: Readonly<Record<StepRecord["outcome"], ShapeName>> = {
  running: "running",
  pass: "pass",
  fail: "fail",
  interrupted: "attention",
};

export const enrollmentShapes: Readonly<Record<NonNullable<UnitRow["enrollment"]>, ShapeName>> = {
  queued: "waiting",
  enrolled: "pass",
  conflict: "fail",
  rejected: "fail",
  group: "pass",
};
