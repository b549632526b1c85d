import type { StationError } from "../../base/errors/station-error.ts";
import type { EnrollmentState, Measurements, StepId } from "../steps/step.ts";

/** What happens in a run, in order. */
export type RunEvent =
  | { readonly type: "started"; readonly runId: string; readonly plan: readonly StepId[] }
  | { readonly type: "step-started"; readonly number: number; readonly id: StepId }
  | {
      readonly type: "step-finished";
      readonly number: number;
      readonly id: StepId;
      readonly outcome: "pass" | "fail";
      readonly code: string | null;
      readonly ms: number;
      readonly measurements: Measurements;
    }
  | { readonly type: "found"; readonly serialNumber?: string | undefined; readonly registrationId?: string | undefined }
  | { readonly type: "passed"; readonly ms: number; readonly enrollment: EnrollmentState | null }
  | { readonly type: "failed"; readonly ms: number; readonly error: StationError }
  /** Ended without a verdict on the unit: it waits for what the error names. */
  | { readonly type: "set-aside"; readonly ms: number; readonly error: StationError };

export interface StepOutcome {
  readonly id: StepId;
  readonly outcome: "running" | "pass" | "fail";
  readonly code: string | null;
  readonly ms: number | null;
}

/** A run as far as it has come. */
export interface RunState {
  readonly runId: string | null;
  readonly plan: readonly StepId[];
  readonly steps: readonly StepOutcome[];
  readonly outcome: "running" | "pass" | "fail" | "set-aside";
  readonly serialNumber: string | null;
  readonly registrationId: string | null;
  readonly ms: number | null;
  readonly error: StationError | null;
  readonly enrollment: EnrollmentState | null;
}

export const newRun: RunState = {
  runId: null,
  plan: [],
  steps: [],
  outcome: "running",
  serialNumber: null,
  registrationId: null,
  ms: null,
  error: null,
  enrollment: null,
};

/** The state after an event; a finished run takes no more of them. */
export function advanceRun(state: RunState, event: RunEvent): RunState {
  if (state.outcome !== "running") return state;
  switch (event.type) {
    case "started":
      return { ...state, runId: event.runId, plan: event.plan };
    case "step-started":
      return { ...state, steps: [...state.steps, { id: event.id, outcome: "running", code: null, ms: null }] };
    case "step-finished":
      return {
        ...state,
        steps: [...state.steps.slice(0, -1), { id: event.id, outcome: event.outcome, code: event.code, ms: event.ms }],
      };
    case "found":
      return {
        ...state,
        serialNumber: event.serialNumber ?? state.serialNumber,
        registrationId: event.registrationId ?? state.registrationId,
      };
    case "passed":
      return { ...state, outcome: "pass", ms: event.ms, enrollment: event.enrollment };
    case "failed":
      return { ...state, outcome: "fail", ms: event.ms, error: event.error };
    case "set-aside":
      return { ...state, outcome: "set-aside", ms: event.ms, error: event.error };
  }
}
