import type { Slot as SlotView } from "../contract/index.ts";
import { problemOf } from "../report-problem.ts";
import type { Slot } from "../../workflow/slots/slot.ts";
import { nextAction, slotWord } from "../../workflow/slots/slot-state.ts";

/** A slot as the screens show it. */
export function slotView(slot: Slot, expectedMs: number | null): SlotView {
  const { state } = slot;
  const { run } = state;
  const step = run?.outcome === "running" ? run.steps.at(-1) : undefined;
  return {
    id: slot.id,
    name: slot.name,
    state: slotWord(state),
    present: state.present,
    skipped: state.skipped,
    serialNumber: run?.serialNumber ?? null,
    registrationId: run?.registrationId ?? null,
    runId: run?.runId ?? null,
    step: run === null || step === undefined ? null : { id: step.id, number: run.steps.length, count: run.plan.length },
    startedAt: state.startedAt,
    elapsedMs: run?.ms ?? null,
    expectedMs,
    problem: run?.error === null || run?.error === undefined ? null : problemOf(run.error),
    next: nextAction(state),
    enrollment: run?.enrollment ?? null,
    label: state.label === null ? null : labelView(state.label),
  };
}

const labelView = ({ state, error }: NonNullable<Slot["state"]["label"]>) => ({
  state,
  problem: error === null ? null : problemOf(error),
});
