import { unitErrors } from "../unit-errors.ts";
import { need, type Step } from "./step.ts";

/** Only where the recipe wants it: PASS waits until the service has the entry, within the recipe's limit. */
export const enroll: Step = {
  id: "enroll",
  timeoutMs: 620_000,
  async run({ order, plant, findings, signal, elapsedMs }) {
    const registrationId = need(findings, "registrationId");
    const ms = order.recipe.recipe.pass.withinSeconds * 1000;
    const state = await plant.waitUntilSettled(registrationId, { ms, signal });
    if (state !== "enrolled") throw unitErrors.notEnrolled(`entry ${registrationId} is ${state} after ${ms / 1000} s`);
    await plant.records.runs.complete(order.runId, { ms: elapsedMs() });
    return { findings: { enrollment: state }, measurements: { state }, endsRun: true };
  },
};
