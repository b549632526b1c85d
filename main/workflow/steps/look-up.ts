import { unitErrors } from "../unit-errors.ts";
import { need, type Step, type StepContext } from "./step.ts";

/** Finds the unit in the records, binds the run to it, and refuses what must not be built. */
export const lookUp: Step = {
  id: "look-up",
  timeoutMs: 10_000,
  async run(context) {
    const { order, plant, findings } = context;
    const serialNumber = need(findings, "serialNumber");
    await refusePracticeOutside(context);
    const known = await plant.records.units.get(serialNumber);
    if (known?.state === "quarantined") throw unitErrors.quarantined(`unit ${serialNumber} is quarantined`);
    if (known?.state === "scrapped") throw unitErrors.scrapped(`unit ${serialNumber} is scrapped`);
    await plant.records.runs.bind(order.runId, { serialNumber, model: order.recipe.recipe.product.model });
    const assignedNames = known === undefined ? undefined : await plant.records.assignedNames.of(serialNumber);
    return {
      findings: {
        isNew: known === undefined,
        passedBefore: known?.state === "provisioned" || known?.state === "verified",
        inRework: known?.state === "rework",
        ...(assignedNames === undefined ? {} : { assignedNames }),
      },
      measurements: { known: known !== undefined, ...(known === undefined ? {} : { state: known.state }) },
    };
  },
};

/** A practice identity must never reach a service outside this machine. */
async function refusePracticeOutside({ order, plant, findings }: StepContext): Promise<void> {
  const { service } = order.recipe.recipe.enrollment;
  const practiceService = await plant.isPracticeService(service);
  if (need(findings, "device").practice && !practiceService) {
    throw unitErrors.practiceDevice(
      `a practice device may not be enrolled at "${service}", which is not on this machine`,
    );
  }
}
