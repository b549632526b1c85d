import { type LabelLayout, pageOf } from "../lay-out-label.ts";
import { layOutElement, type Placed } from "../lay-out-element.ts";
import type { LabelElement, LabelTemplate } from "../label-template.ts";
import type { LabelTypeface } from "../label-typeface.ts";
import { slotCode } from "./slot-code.ts";

export interface SlotCard {
  /** Of the slot. */
  readonly name: string;
  /** Said small above it. */
  readonly heading: string;
  /** What a scan does; only where there is room. */
  readonly hints: readonly string[];
  /** mm. */
  readonly size: LabelTemplate["size"];
  readonly dpi: LabelTemplate["dpi"];
}

type Line = readonly [element: LabelElement, content: string];

/**
 * A slot's card: its name as large as the paper allows, and its own code. Throws `label.too-large`, `label.bad-content`: on paper that is
 * too small, or for a name in letters the typeface has not got.
 */
export function layOutSlotCard(card: SlotCard, typeface: LabelTypeface): LabelLayout {
  const page = pageOf(card);
  const isLarge = card.size.height >= 45 && card.size.width >= 70;
  const make = ([element, text]: Line) => layOutElement(element, { page, text: { text }, typeface });
  const items: Placed[] = (isLarge ? largeCard(card, typeface) : smallCard(card, typeface)).map((line) => {
    const made = make(line);
    if ("fault" in made) throw made.fault.make(made.fault.remark.english);
    return made.item;
  });
  // A long name gives more bars than fit; the square code is there in any case.
  const bars = isLarge ? make(barsOf(card)) : undefined;
  if (bars !== undefined && "item" in bars) items.push(bars.item);
  return { size: card.size, ...page, items };
}

const text = (place: { x: number; y: number; width: number }, size: number, content: string): Line => [
  { type: "text", ...place, size, content },
  content,
];

const square = (place: { x: number; y: number; size: number }, content: string): Line => [
  { type: "qr", ...place, content },
  content,
];

const edge = 4;
const largeSquare = 26;
const besideSquare = edge + largeSquare + 4;

/** For paper: the name above, square code and bars below, so that any scanner reads one of them. */
function largeCard({ name, heading, hints, size }: SlotCard, typeface: LabelTypeface): readonly Line[] {
  const lower = size.height - edge - largeSquare;
  const room = { x: edge, y: edge + 6, width: size.width - 2 * edge, height: lower - edge - 8 };
  return [
    text({ x: edge, y: edge, width: room.width }, 5, heading),
    ...nameLines(name, room, typeface),
    square({ x: edge, y: lower, size: largeSquare }, slotCode(name)),
    ...hints
      .slice(0, 2)
      .map((hint, index) =>
        text({ x: besideSquare, y: lower + index * 5, width: size.width - besideSquare - edge }, 4, hint),
      ),
  ];
}

function barsOf({ name, size }: SlotCard): Line {
  const [content, height] = [slotCode(name), 13];
  // Ten of its narrowest bars must be white on either side (ISO/IEC 15417).
  const place = { x: besideSquare, y: size.height - edge - height, width: size.width - besideSquare - 1.5 * edge };
  return [{ type: "code-128", ...place, height, content }, content];
}

/** For a label: the square code, and the name beside it. */
function smallCard({ name, heading, size }: SlotCard, typeface: LabelTypeface): readonly Line[] {
  const margin = 1.5;
  const side = Math.min(size.height - 2 * margin, size.width * 0.45);
  const left = margin + side + 2;
  const headingSize = Math.min(3, size.height * 0.15);
  const room = { x: left, y: margin + headingSize + 0.5, width: size.width - left - margin };
  return [
    square({ x: margin, y: (size.height - side) / 2, size: side }, slotCode(name)),
    text({ x: left, y: margin, width: room.width }, headingSize, heading),
    ...nameLines(name, { ...room, height: size.height - margin - room.y }, typeface),
  ];
}

interface Room {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** On one line or two, whichever is larger. */
function nameLines(name: string, { x, y, width, height }: Room, typeface: LabelTypeface): readonly Line[] {
  const sizeOf = (lines: readonly string[]): number =>
    Math.min(height / lines.length, ...lines.map((line) => width / Math.max(0.1, typeface.width(line, 1))));
  const [whole, halves] = [[name], twoLines(name)];
  const lines = sizeOf(halves) > sizeOf(whole) ? halves : whole;
  // Whole dots may be a hair wider than the room.
  const size = sizeOf(lines) * 0.98;
  return lines.map((line, index) => text({ x, y: y + index * size, width }, size, line));
}

/** At the blank next to the middle, else in the middle. */
function twoLines(name: string): readonly string[] {
  const letters = Array.from(name);
  const blanks = letters.flatMap((letter, index) => (letter === " " ? [index] : []));
  const middle = letters.length / 2;
  const [blank] = blanks.toSorted((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
  const at = blank ?? Math.ceil(middle);
  return [letters.slice(0, at), letters.slice(blank === undefined ? at : at + 1)].map((half) => half.join(""));
}
