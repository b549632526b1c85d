import bwip, { type RawOptions } from "bwip-js/node";
import { z } from "zod";

/** A square or oblong of modules, row by row from the top; true is black. */
export interface ModuleGrid {
  readonly columns: number;
  readonly rows: number;
  readonly modules: readonly boolean[];
}

/** Widths in modules of bars and spaces in turn, a bar first. */
export type BarWidths = readonly number[];

const drawnGrid = z.tuple([
  z.object({ pixs: z.array(z.int()), pixx: z.int().min(1).max(200), pixy: z.int().min(1).max(200) }),
]);
const drawnBars = z.tuple([z.object({ sbs: z.array(z.int().min(1).max(4)) })]);

// What the module exports as "raw" is a kind of code; the function that draws none is a member of its default.
// oxlint-disable-next-line import/no-named-as-default-member
const modulesOf = bwip.raw;

/** ECC 200, square. Throws what does not fit into one. */
export const drawDataMatrix = (content: string): ModuleGrid => grid({ bcid: "datamatrix", text: content });

/** Model 2. */
export const drawQr = (content: string, level: "L" | "M" | "Q" | "H"): ModuleGrid =>
  grid({ bcid: "qrcode", text: content, eclevel: level } as RawOptions);

export function drawCode128(content: string): BarWidths {
  const [{ sbs }] = drawnBars.parse(modulesOf({ bcid: "code128", text: content }));
  return sbs;
}

function grid(options: RawOptions): ModuleGrid {
  const [{ pixs, pixx, pixy }] = drawnGrid.parse(modulesOf(options));
  return { columns: pixx, rows: pixy, modules: pixs.map((module) => module === 1) };
}
