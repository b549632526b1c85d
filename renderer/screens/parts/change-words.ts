import type { EnrollmentChange } from "../../../main/api/contract/index.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

export const changeShapes: Readonly<Record<EnrollmentChange["state"], ShapeName>> = {
  waiting: "waiting",
  done: "pass",
  failed: "fail",
};
