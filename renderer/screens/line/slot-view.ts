import type { FixtureView, Slot } from "../../../main/api/contract/index.ts";
import { sentenceOf } from "../../locales/sentence-of.ts";
import { texts } from "../../locales/texts.ts";
import type { ActName } from "../../ui/act-picture.tsx";
import type { ShapeName } from "../../ui/state-shape.tsx";

/** What a slot shows: everything is decided here, the card only lays it out. */
export interface SlotView {
  readonly shape: ShapeName;
  readonly word: string;
  /** Of the ring, 0..1. */
  readonly progress: number;
  /** Inside the ring: step k of n; may be empty. */
  readonly count: string;
  /** What goes on, or what became of it; may be empty. */
  readonly line: string;
  /** The instruction: the largest sentence on the card. */
  readonly next: string;
  /** Why, when the instruction is not the failure's own sentence; may be empty. */
  readonly why: string;
  readonly canRetry: boolean;
  /** The label of the unit that passed did not come out. */
  readonly canReprint: boolean;
  readonly code: string | null;
  /** What the hand does, as a picture; null: nothing now. */
  readonly act: ActName | null;
}

/** Empty, or the unit that was there is out and done with. */
const awaitsUnit = (slot: Slot): boolean =>
  slot.state === "waiting" || (!slot.present && isFinished(slot) && labelNext(slot) === null);

const isFinished = ({ state }: Slot): boolean => state === "pass" || state === "fail" || state === "set-aside";

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

/** `chosen`: the next label is for this slot. `hold`: what comes before the next unit. */
export function viewOf(slot: Slot, chosen = false, hold: string | null = null): SlotView {
  const why = skippedFor(slot);
  if (why !== null) return skippedView(why);
  const held = awaitsUnit(slot) ? hold : null;
  return {
    shape: shapes[slot.state],
    word: texts.line.states[slot.state],
    progress: slot.step === null ? 0 : (slot.step.number - 0.5) / slot.step.count,
    count: slot.step === null ? "" : `${slot.step.number}/${slot.step.count}`,
    line: lineOf(slot),
    next: chosen ? texts.line.chosen : (held ?? nextOf(slot)),
    why: isDecided(slot) && slot.problem !== null ? sentenceOf(slot.problem) : labelWhy(slot),
    canRetry: canRetry(slot),
    canReprint: slot.state === "pass" && slot.label?.state === "failed",
    code: slot.problem?.code ?? null,
    act: chosen ? "scan-label" : held === null ? actOf(slot) : null,
  };
}

/** What is plugged in is left alone; whatever the slot showed before is not about it. */
const skippedFor = ({ skipped, present, state }: Slot): Skipped | null =>
  (state === "off" || present) && state !== "running" ? (skipped ?? null) : null;

const skippedView = (why: Skipped): SlotView => ({
  shape: "skipped",
  word: texts.line.skippedWord,
  progress: 0,
  count: "",
  line: "",
  next: texts.line.skipped[why],
  why: "",
  canRetry: false,
  canReprint: false,
  code: null,
  act: null,
});

function lineOf(slot: Slot): string {
  if (slot.state === "running" && slot.step !== null) {
    return texts.line.step(slot.step.number, slot.step.count, texts.line.steps[slot.step.id]);
  }
  const saved = slot.state === "pass" && slot.enrollment !== null ? texts.line.saved[slot.enrollment] : "";
  return [labelLine(slot), saved].filter((said) => said !== "").join(" · ");
}

/** A failure says its own sentence, unless this unit has to go: then where to. */
function nextOf(slot: Slot): string {
  // A unit pulled too early is not done with: it goes in again.
  const aboutLabel = labelNext(slot);
  if (aboutLabel !== null) return aboutLabel;
  if (slot.problem?.code === "slot.pulled" && !slot.present) return sentenceOf(slot.problem);
  if (isFinished(slot) && (!slot.present || slot.next === "plug-in")) return texts.line.nextUnit;
  if (slot.problem !== null && !isDecided(slot)) return sentenceOf(slot.problem);
  return texts.line.next[slot.next];
}

const acts: Readonly<Record<Slot["next"], ActName | null>> = {
  "plug-in": "plug-in",
  "scan-label": "scan-label",
  wait: null,
  "take-out": "green-bin",
  "set-aside": "set-aside",
  reseat: "reseat",
  "try-again": "try-again",
  "red-bin": "red-bin",
  "call-engineer": "call-engineer",
};

/** The picture of what `nextOf` says. */
function actOf(slot: Slot): ActName | null {
  if (labelNext(slot) !== null) return slot.label?.state === "failed" ? null : "scan-label";
  return isFinished(slot) && !slot.present ? "plug-in" : acts[slot.next];
}

/** What is to be done about the label, before the unit goes anywhere; also when it is out of the slot already. */
function labelNext({ state, label }: Slot): string | null {
  if (state !== "pass" || label === null || label === undefined) return null;
  if (label.state === "scan") return texts.labels.scan;
  if (label.state === "failed") return texts.labels.notPrinted;
  return label.problem === null ? null : sentenceOf(label.problem);
}

function labelWhy({ state, label }: Slot): string {
  if (state !== "pass" || label?.problem === null || label?.problem === undefined) return "";
  return label.state === "failed" ? sentenceOf(label.problem) : texts.labels.scan;
}

/** What became of it, where nothing is to be done. */
function labelLine({ state, label }: Slot): string {
  if (state !== "pass") return "";
  switch (label?.state) {
    case "printing":
    case "printed":
    case "checked":
      return texts.labels[label.state];
    default:
      return "";
  }
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

export interface GridSize {
  readonly rows: number;
  readonly columns: number;
}

/** The fixture's own rows and columns; where nobody arranged them wide cards first, 32 in four rows of eight. */
export function gridOf(size: FixtureView["size"] | undefined, count: number): GridSize {
  if (size !== null && size !== undefined) return size;
  const columns = columnsFor(count);
  return { rows: Math.max(1, Math.ceil(count / columns)), columns };
}

function columnsFor(count: number): number {
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

export function densityFor({ rows, columns }: GridSize, room: Room | null = null): Density {
  if (columns > 4 || rows > 2 || (room !== null && isNarrow(room, { rows, columns }))) return "compact";
  return rows === 1 ? "tall" : "flat";
}

/** Of all cards together, CSS pixels. */
export interface Room {
  readonly width: number;
  readonly height: number;
}

const leastWidth = 170;
const leastHeight = { one: 200, two: 124 } as const;

/** An enlarged page, or a small window: less than a card with a body needs. */
const isNarrow = ({ width, height }: Room, { rows, columns }: GridSize): boolean =>
  width / columns < leastWidth || height / rows < (rows === 1 ? leastHeight.one : leastHeight.two);

/** Width of a word in its own heights: Chinese characters are as wide as high. */
export const widthOf = (word: string): number =>
  Array.from(word).reduce((width, letter) => width + (letter > "\u2e80" ? 1 : letter === " " ? 0.3 : 0.65), 0);
