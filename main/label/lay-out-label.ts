import type { ErrorMaker } from "../base/errors/error-catalogue.ts";
import { fillFields, type LabelValues } from "./label-fields.ts";
import type { LabelRemark } from "./label-remark.ts";
import type { LabelTemplate } from "./label-template.ts";
import type { LabelTypeface } from "./label-typeface.ts";
import { layOutElement, type Placed } from "./lay-out-element.ts";

/** A label as it is printed, in whole dots of the printer from the upper left corner. */
export interface LabelLayout {
  /** mm. */
  readonly size: { readonly width: number; readonly height: number };
  readonly dotsPerMm: number;
  /** Dots. */
  readonly width: number;
  readonly height: number;
  readonly items: readonly Placed[];
}

/** Why an element cannot be printed as it is. */
export interface LabelFault {
  /** Of the template's elements, from 0. */
  readonly element: number;
  readonly remark: LabelRemark;
  /** The error that it is. */
  readonly make: ErrorMaker;
}

export interface LayOutOptions {
  readonly values: LabelValues;
  readonly typeface: LabelTypeface;
  /** Printed where it hides nothing: that this is no unit's label of the field. */
  readonly mark?: "PRACTICE" | "TEST" | undefined;
}

/** Printers have whole dots a millimetre: 203 dpi are 8 (ZPL II Programming Guide, ^MU). */
const dotsPerMm = { 152: 6, 203: 8, 300: 12, 600: 24 } as const;

/** The paper in whole dots. */
export function pageOf({ size: { width, height }, dpi }: Pick<LabelTemplate, "size" | "dpi">): Page {
  const dots = dotsPerMm[dpi];
  return { dotsPerMm: dots, width: Math.round(width * dots), height: Math.round(height * dots) };
}

/** What can be printed of a label, and what is wrong with the rest. */
export function layOutLabel(
  template: LabelTemplate,
  options: LayOutOptions,
): { readonly layout: LabelLayout; readonly faults: readonly LabelFault[] } {
  const page = pageOf(template);
  const items: Placed[] = [];
  const faults: LabelFault[] = [];
  for (const [index, element] of template.elements.entries()) {
    const made = layOutElement(element, { page, text: textOf(element, options.values), typeface: options.typeface });
    if ("item" in made) items.push(made.item);
    else faults.push({ element: index, ...made.fault });
  }
  if (options.mark !== undefined) items.push(markOn(page, items, options.mark));
  return { layout: { size: template.size, ...page, items }, faults };
}

/** The whole label, or what is first wrong with it: `label.no-value`, `label.bad-content`, `label.too-large`. */
export function layOutWhole(template: LabelTemplate, options: LayOutOptions): LabelLayout {
  const { layout, faults } = layOutLabel(template, options);
  const [first] = faults;
  if (first === undefined) return layout;
  throw first.make(`${template.label}: element ${first.element + 1}: ${first.remark.english}`);
}

function textOf(element: LabelTemplate["elements"][number], values: LabelValues): { text: string } | { lacks: string } {
  return "content" in element ? fillFields(element.content, values) : { text: "" };
}

type Page = Pick<LabelLayout, "dotsPerMm" | "width" | "height">;

/** In the first corner where nothing else is. */
function markOn(page: Page, items: readonly Placed[], text: string): Placed {
  const size = Math.round(1.8 * page.dotsPerMm);
  const width = Math.round(text.length * size * 0.72);
  const corners = [
    { x: 0, y: page.height - size },
    { x: page.width - width, y: page.height - size },
    { x: page.width - width, y: 0 },
    { x: 0, y: 0 },
  ].map(({ x, y }) => ({ x: Math.max(0, x), y }));
  const free = corners.find((corner) => items.every((item) => !overlap({ ...corner, width, height: size }, item)));
  const { x, y } = free ?? { x: 0, y: page.height - size };
  return { kind: "text", x, y, width, height: size, rotation: 0, size, text, align: "left", boxed: false };
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const overlap = (a: Box, b: Box): boolean =>
  a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
