import type { Slot } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ShapeName } from "../../ui/state-shape.tsx";

/** What a slot shows: everything is decided here, the card only lays it out. */
export interface SlotView {
  readonly shape: ShapeName;
  readonly word: string;
  /** Of the ring, 0..1. */
  readonly progress: number;
  /** What goes on, or what became of it; may be empty. */
  readonly line: string;
  /** The instruction: the largest sentence on the card. */
  readonly next: string;
  /** Why, when the instruction is not the failure's own sentence; may be empty. */
  readonly why: string;
  readonly canRetry: boolean;
  readonly code: string | null;
}

type Skipped = NonNullable<Slot["skipped"]>;

const shapes: Readonly<Record<Slot["state"], ShapeName>> = {
  waiting: "waiting",
  scan: "attention",
  running: "running",
  pass: "pass",
  fail: "fail",
  "set-aside": "aside",
  off: "off",
};

/** The slot as the card shows it: a unit seen earlier is not the one that is skipped now. */
export const shownSlot = (slot: Slot): Slot =>
  skippedFor(slot) === null ? slot : { ...slot, serialNumber: null, elapsedMs: null, problem: null };

export function viewOf(slot: Slot): SlotView {
  const why = skippedFor(slot);
  if (why !== null) return skippedView(why);
  return {
    shape: shapes[slot.state],
    word: texts.line.states[slot.state],
    progress: slot.step === null ? 0 : (slot.step.number - 0.5) / slot.step.count,
    line: lineOf(slot),
    next: nextOf(slot),
    why: isDecided(slot) && slot.problem !== null ? sentenceOf(slot.problem) : "",
    canRetry: canRetry(slot),
    code: slot.problem?.code ?? null,
  };
}

/** What is plugged in is left alone; whatever the slot showed before is not about it. */
const skippedFor = ({ skipped, present, state }: Slot): Skipped | null =>
  (state === "off" || present) && state !== "running" ? (skipped ?? null) : null;

const skippedView = (why: Skipped): SlotView => ({
  shape: "skipped",
  word: texts.line.skippedWord,
  progress: 0,
  line: "",
  next: texts.line.skipped[why],
  why: "",
  canRetry: false,
  code: null,
});

function lineOf(slot: Slot): string {
  if (slot.state === "running" && slot.step !== null) {
    return texts.line.step(slot.step.number, slot.step.count, texts.line.steps[slot.step.id]);
  }
  if (slot.state === "pass" && slot.enrollment !== null) return texts.line.saved[slot.enrollment];
  return "";
}

/** A failure says its own sentence, unless this unit has to go: then where to. */
function nextOf(slot: Slot): string {
  const finished = slot.state === "pass" || slot.state === "fail" || slot.state === "set-aside";
  // A unit pulled too early is not done with: it goes in again.
  if (slot.problem?.code === "slot.pulled" && !slot.present) return sentenceOf(slot.problem);
  if (finished && (!slot.present || slot.next === "plug-in")) return texts.line.nextUnit;
  if (slot.problem !== null && !isDecided(slot)) return sentenceOf(slot.problem);
  return texts.line.next[slot.next];
}

/** Another try is over: the unit goes somewhere. */
const isDecided = (slot: Slot): boolean =>
  slot.state === "fail" && slot.present && (slot.next === "red-bin" || slot.next === "call-engineer");

function canRetry(slot: Slot): boolean {
  // What it waits for may have come while it was in there.
  if (slot.state === "set-aside") return slot.present;
  if (slot.state !== "fail" || !slot.present) return false;
  return slot.next === "try-again" || slot.next === "reseat";
}

/** Time of the run at `now`, ms; null when there is none. */
export function elapsedOf(slot: Slot, now: number): number | null {
  if (slot.state !== "running") return slot.elapsedMs;
  return slot.startedAt === null ? null : Math.max(0, now - Date.parse(slot.startedAt));
}

/** Columns of the grid for so many slots: wide cards first, 32 in four rows of eight. */
export function columnsFor(count: number): number {
  if (count <= 4) return Math.max(1, count);
  if (count <= 6) return 3;
  if (count <= 16) return 4;
  if (count <= 24) return 6;
  return 8;
}

/**
 * How a card is laid out: tall with all it has; flat with state, instruction and serial close together; compact as one
 * press target with state, ring and the last four of the serial.
 */
export type Density = "tall" | "flat" | "compact";

export function densityFor(count: number): Density {
  if (count <= 4) return "tall";
  return count <= 8 ? "flat" : "compact";
}
