import type { StationError } from "../../base/errors/station-error.ts";
import { advanceRun, newRun, type RunEvent, type RunState } from "../engine/run-machine.ts";
import type { EnrollmentState } from "../steps/step.ts";

/** Why what is plugged in is left alone: the plant does not allow the port, the recipe speaks of other devices, or QA has the slot. */
export type SkipReason = "port-not-allowed" | "other-device" | "verifying";

/** What became of the label of the unit that passed; scan: one of its codes has to be scanned. */
export interface SlotLabel {
  readonly state: "printing" | "printed" | "failed" | "scan" | "checked" | "wrong";
  readonly error: StationError | null;
}

/** One place in the fixture: what is in it, and the run going on or last seen there. */
export interface SlotState {
  readonly present: boolean;
  /** What is there now was there before the slot was: it is built when it is plugged in again. */
  readonly spared: boolean;
  /** Set when the port itself cannot be used. */
  readonly off: boolean;
  /** Set while what is in the slot is left alone. */
  readonly skipped: SkipReason | null;
  readonly run: RunState | null;
  readonly startedAt: string | null;
  /** The unit tells no serial number: its label must be scanned before it can run. */
  readonly needsScan: boolean;
  /** What was scanned for the unit now in the slot; a repeat needs no second scan. */
  readonly scanned: string | null;
  /** Failures in a row of the unit in the slot. */
  readonly failures: number;
  /** Of the run last seen here; null: none is printed. */
  readonly label: SlotLabel | null;
}

export type SlotEvent =
  | { readonly type: "present"; readonly spared?: boolean }
  | { readonly type: "absent" }
  | { readonly type: "off"; readonly off: boolean }
  | { readonly type: "skipped"; readonly reason: SkipReason | null }
  | { readonly type: "run-begins"; readonly at: string; readonly scanned?: string | undefined }
  | { readonly type: "run"; readonly event: RunEvent }
  | { readonly type: "failures"; readonly count: number }
  | { readonly type: "enrollment"; readonly state: EnrollmentState }
  | { readonly type: "label"; readonly label: SlotLabel }
  | { readonly type: "recalled"; readonly run: RecalledRun; readonly label: SlotLabel };

/** A run that passed before the station was started anew. */
export type RecalledRun = Pick<RunState, "runId" | "serialNumber" | "registrationId" | "ms">;

export const emptySlot: SlotState = {
  present: false,
  spared: false,
  off: false,
  skipped: null,
  run: null,
  startedAt: null,
  needsScan: false,
  scanned: null,
  failures: 0,
  label: null,
};

/** The slot after an event. A result stays until the next unit's run begins. */
export function advanceSlot(slot: SlotState, event: SlotEvent): SlotState {
  switch (event.type) {
    case "present":
      // What is not built gets no result: that of the unit before it must not stay beside it.
      if (event.spared === true)
        return { ...slot, present: true, spared: true, off: false, run: null, startedAt: null, label: null };
      return { ...slot, present: true, spared: false, off: false };
    case "absent":
      return { ...slot, present: false, spared: false, skipped: null, needsScan: false, scanned: null };
    case "off":
      return { ...slot, off: event.off };
    case "skipped":
      return { ...slot, skipped: event.reason };
    case "run-begins":
      return {
        ...slot,
        spared: false,
        skipped: null,
        run: newRun,
        startedAt: event.at,
        needsScan: false,
        scanned: event.scanned ?? slot.scanned,
        failures: 0,
        label: null,
      };
    case "run":
      return slot.run === null ? slot : afterRunEvent(slot, advanceRun(slot.run, event.event));
    case "failures":
      return { ...slot, failures: event.count };
    case "label":
      return { ...slot, label: event.label };
    case "recalled":
      // What has come since is more than what was.
      if (slot.run !== null || slot.present) return slot;
      return { ...slot, run: { ...newRun, ...event.run, outcome: "pass" }, label: event.label };
    case "enrollment":
      return slot.run === null ? slot : { ...slot, run: { ...slot.run, enrollment: event.state } };
  }
}

const wantsLabel = ["unit.serial-missing", "unit.wrong-label"];

/** A label that was refused is forgotten: the next scan counts. */
function afterRunEvent(slot: SlotState, run: RunState): SlotState {
  const needsScan = wantsLabel.includes(run.error?.code ?? "");
  return { ...slot, run, needsScan, scanned: needsScan ? null : slot.scanned };
}

export type SlotWord = "waiting" | "scan" | "running" | "pass" | "fail" | "set-aside" | "off";

export function slotWord(slot: SlotState): SlotWord {
  if (slot.run?.outcome === "running") return "running";
  if (slot.skipped !== null) return "off";
  if (slot.needsScan && slot.present) return "scan";
  if (slot.run !== null) return slot.run.outcome;
  return slot.off ? "off" : "waiting";
}

export type NextAction =
  | "plug-in"
  | "scan-label"
  | "wait"
  | "take-out"
  | "set-aside"
  | "reseat"
  | "try-again"
  | "red-bin"
  | "call-engineer";

const failuresBeforeRedBin = 2;

/** What the worker does now. */
export function nextAction(slot: SlotState): NextAction {
  switch (slotWord(slot)) {
    case "waiting":
      if (slot.spared) return "reseat";
      return slot.present ? "wait" : "plug-in";
    case "off":
      if (slot.skipped === "verifying") return "wait";
      return slot.skipped === "other-device" ? "take-out" : "call-engineer";
    case "scan":
      return "scan-label";
    case "running":
      return "wait";
    case "set-aside":
      return slot.present ? "set-aside" : "plug-in";
    case "pass":
      if (slot.label?.state === "scan" || slot.label?.state === "wrong") return "scan-label";
      return slot.present ? "take-out" : "plug-in";
    case "fail":
      return afterFailure(slot);
  }
}

function afterFailure({ run, present, failures }: SlotState): NextAction {
  const error = run?.error ?? null;
  if (error === null || error.retry === "after-fix") return "call-engineer";
  if (error.retry === "never" || failures >= failuresBeforeRedBin) return "red-bin";
  if (!present) return "plug-in";
  return error.code.startsWith("link.") ? "reseat" : "try-again";
}
