import type { ErrorMaker } from "../base/errors/error-catalogue.ts";
import { type BarWidths, drawCode128, drawDataMatrix, drawQr, type ModuleGrid } from "./codes/draw-code.ts";
import { labelErrors } from "./label-errors.ts";
import { type LabelRemark, labelRemark } from "./label-remark.ts";
import type { LabelElement } from "./label-template.ts";
import type { LabelTypeface } from "./label-typeface.ts";

/** Clockwise, degrees. */
export type Rotation = 0 | 90 | 180 | 270;

interface At {
  readonly x: number;
  readonly y: number;
  /** As it stands on the label, turned. */
  readonly width: number;
  readonly height: number;
}

export interface PlacedText extends At {
  readonly kind: "text";
  readonly rotation: Rotation;
  /** Height of a line of letters. */
  readonly size: number;
  readonly text: string;
  readonly align: "left" | "center" | "right";
  /** Its width is the template's, not that of its letters. */
  readonly boxed: boolean;
}

export interface PlacedGrid extends At {
  readonly kind: "grid";
  readonly code: "data-matrix" | "qr";
  readonly rotation: Rotation;
  /** Dots a module. */
  readonly module: number;
  readonly grid: ModuleGrid;
  readonly level: "L" | "M" | "Q" | "H";
  readonly content: string;
}

export interface PlacedBars extends At {
  readonly kind: "bars";
  readonly rotation: Rotation;
  readonly module: number;
  readonly bars: BarWidths;
  readonly content: string;
}

export interface PlacedBox extends At {
  readonly kind: "box";
  readonly thickness: number;
}

/** One thing on a label, in dots from its upper left corner. */
export type Placed = PlacedText | PlacedGrid | PlacedBars | PlacedBox;

/** Why an element cannot be made, and the error that it is. */
interface Unmade {
  readonly remark: LabelRemark;
  readonly make: ErrorMaker;
}

type Made = { readonly item: Placed } | { readonly fault: Unmade };
type Of<Type extends LabelElement["type"]> = Extract<LabelElement, { type: Type }>;

export interface Paper {
  readonly page: { readonly dotsPerMm: number; readonly width: number; readonly height: number };
  /** The element's content, filled in. */
  readonly text: { readonly text: string } | { readonly lacks: string };
  readonly typeface: LabelTypeface;
}

/** Below it a scanner on a line misreads what a thermal printer prints, mm. */
const smallestModule = 0.19;
/** What ZPL takes: ^BQ and ^BY up to 10 dots. */
const largestModule = 10;
const longestContent = 512;
/** Of the size that was asked for. */
const smallestText = 0.5;

const badContent = (remark: LabelRemark): Unmade => ({ make: labelErrors.badContent, remark });
const tooLarge = (remark: LabelRemark): Unmade => ({ make: labelErrors.tooLarge, remark });

export function layOutElement(element: LabelElement, paper: Paper): Made {
  const { text } = paper;
  if ("lacks" in text)
    return { fault: { make: labelErrors.noValue, remark: labelRemark("no-value", `{${text.lacks}}`) } };
  if (text.text.length > longestContent)
    return { fault: badContent(labelRemark("too-many-letters", String(longestContent))) };
  const made = make(element, text.text, paper);
  return "item" in made ? within(made.item, paper) : made;
}

function make(element: LabelElement, text: string, paper: Paper): Made {
  switch (element.type) {
    case "text":
      return makeText(element, text, paper);
    case "data-matrix":
      return makeGrid(element, text, paper);
    case "qr":
      return makeGrid(element, text, paper);
    case "code-128":
      return makeBars(element, text, paper);
    case "box":
      return makeBox(element, paper, { width: element.width, height: element.height });
    case "line": {
      const { length, thickness, rotation = 0 } = element;
      return makeBox(
        element,
        paper,
        rotation === 0 ? { width: length, height: thickness } : { width: thickness, height: length },
      );
    }
  }
}

function makeText(element: Of<"text">, text: string, { page, typeface }: Paper): Made {
  if (!/^\P{C}*$/u.test(text)) return { fault: badContent(labelRemark("control")) };
  const lacks = typeface.lacks(text);
  if (lacks.length > 0) return { fault: badContent(labelRemark("no-letter", lacks.join(" ").slice(0, 40))) };
  const dots = (mm: number): number => Math.round(mm * page.dotsPerMm);
  const { rotation = 0, align = "left" } = element;
  const wanted = dots(element.size);
  const room = element.width === undefined ? undefined : dots(element.width);
  const long = typeface.width(text, wanted);
  const size = room === undefined || long <= room ? wanted : Math.floor((wanted * room) / long);
  if (size < wanted * smallestText)
    return {
      fault: tooLarge(labelRemark("text-too-long", text.slice(0, 60), mm(long, page), String(element.width))),
    };
  const width = room ?? Math.ceil(typeface.width(text, size));
  const boxed = room !== undefined;
  return {
    item: {
      kind: "text",
      ...place(element, page),
      ...turned(width, size, rotation),
      rotation,
      size,
      text,
      align,
      boxed,
    },
  };
}

function makeGrid(element: Of<"data-matrix"> | Of<"qr">, content: string, { page }: Paper): Made {
  const refused = refusal(content);
  if (refused !== undefined) return { fault: refused };
  const level = element.type === "qr" ? (element.level ?? "M") : "M";
  const grid = drawn(() => (element.type === "qr" ? drawQr(content, level) : drawDataMatrix(content)));
  if ("fault" in grid) return grid;
  const { columns, rows } = grid.symbol;
  const module = Math.min(largestModule, Math.floor((element.size * page.dotsPerMm) / Math.max(columns, rows)));
  if (module < smallestModule * page.dotsPerMm) return { fault: tooSmall(element.size, Math.max(columns, rows), page) };
  const rotation = element.type === "qr" ? 0 : (element.rotation ?? 0);
  const extent = turned(columns * module, rows * module, rotation);
  const code = { kind: "grid", code: element.type, rotation, module, grid: grid.symbol, level, content } as const;
  return { item: { ...code, ...place(element, page), ...extent } };
}

function makeBars(element: Of<"code-128">, content: string, { page }: Paper): Made {
  // In ^BC it begins a command to the printer, and not every printer's way to write the character itself is the same.
  const refused = content.includes(">") ? badContent(labelRemark("no-angle")) : refusal(content);
  if (refused !== undefined) return { fault: refused };
  const bars = drawn(() => drawCode128(content));
  if ("fault" in bars) return bars;
  const modules = bars.symbol.reduce((sum, width) => sum + width, 0);
  const module = Math.min(largestModule, Math.floor((element.width * page.dotsPerMm) / modules));
  if (module < smallestModule * page.dotsPerMm) return { fault: tooSmall(element.width, modules, page) };
  const { rotation = 0 } = element;
  const extent = turned(modules * module, Math.round(element.height * page.dotsPerMm), rotation);
  return { item: { kind: "bars", rotation, module, bars: bars.symbol, content, ...place(element, page), ...extent } };
}

function makeBox(
  element: Of<"box"> | Of<"line">,
  { page }: Paper,
  size: { readonly width: number; readonly height: number },
): Made {
  const dots = (mm: number): number => Math.max(1, Math.round(mm * page.dotsPerMm));
  const [width, height] = [dots(size.width), dots(size.height)];
  const thickness = Math.min(dots(element.thickness), width, height);
  return { item: { kind: "box", ...place(element, page), width, height, thickness } };
}

const place = ({ x, y }: { readonly x: number; readonly y: number }, { dotsPerMm }: Paper["page"]) => ({
  x: Math.round(x * dotsPerMm),
  y: Math.round(y * dotsPerMm),
});

const turned = (width: number, height: number, rotation: Rotation) =>
  rotation === 90 || rotation === 270 ? { width: height, height: width } : { width, height };

/** What every printer and scanner takes for the same. */
const refusal = (content: string): Unmade | undefined =>
  /^[\x20-\x7E]+$/.test(content) ? undefined : badContent(labelRemark("ascii-only"));

function drawn<Symbol>(draw: () => Symbol): { readonly symbol: Symbol } | { readonly fault: Unmade } {
  try {
    return { symbol: draw() };
  } catch (cause) {
    const detail = cause instanceof Error ? cause.message.slice(0, 200) : "no code of this kind holds it";
    return {
      fault: { make: (said) => labelErrors.badContent(said, cause), remark: labelRemark("no-code", detail) },
    };
  }
}

const mm = (dots: number, { dotsPerMm }: Paper["page"]): string => (dots / dotsPerMm).toFixed(1);

function tooSmall(size: number, modules: number, page: Paper["page"]): Unmade {
  const least = Math.ceil(smallestModule * page.dotsPerMm) * modules;
  return tooLarge(labelRemark("code-too-small", mm(least, page), String(size)));
}

/** What hangs over the edge is cut off without a word by a printer. */
function within(item: Placed, { page }: Paper): Made {
  const { x, y, width, height } = item;
  if (x + width <= page.width && y + height <= page.height) return { item };
  const size = [mm(x + width, page), mm(y + height, page)] as const;
  return { fault: tooLarge(labelRemark("off-label", ...size, mm(page.width, page), mm(page.height, page))) };
}
