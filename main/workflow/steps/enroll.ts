import { dpsErrors } from "../../dps/dps-errors.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import { unitErrors } from "../unit-errors.ts";
import { type EnrollmentState, need, type Plant, type Step } from "./step.ts";

/** Only where the recipe wants it: PASS waits until the service has the entry, within the recipe's limit. */
export const enroll: Step = {
  id: "enroll",
  timeoutMs: 620_000,
  async run({ order, plant, findings, signal, elapsedMs }) {
    const registrationId = need(findings, "registrationId");
    const ms = order.recipe.recipe.pass.withinSeconds * 1000;
    const state = await plant.waitUntilSettled(registrationId, { ms, signal });
    if (state !== "enrolled") throw await refusal(plant, registrationId, state);
    await plant.records.runs.complete(order.runId, { ms: elapsedMs() });
    return { findings: { enrollment: state }, measurements: { state }, endsRun: true };
  },
};

/** What is still queued may yet come; what the service refused will be refused again until somebody mends it. */
async function refusal({ records }: Plant, registrationId: string, state: EnrollmentState) {
  const entry = await records.enrollments.get(registrationId);
  const detail = `entry ${registrationId} is ${state}: ${entry?.code ?? "no answer"} ${entry?.detail ?? ""}`.trimEnd();
  if (state === "conflict") return enrollmentErrors.conflict(detail);
  return state === "rejected" ? dpsErrors.rejected(detail) : unitErrors.notEnrolled(detail);
}
