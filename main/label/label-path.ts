import type { LabelLayout } from "./lay-out-label.ts";
import type { LabelTypeface } from "./label-typeface.ts";
import type { Placed, PlacedBars, PlacedBox, PlacedGrid, PlacedText, Rotation } from "./lay-out-element.ts";

export type Point = readonly [x: number, y: number];
/** From a place in the upright item to one on the label. */
type Turn = (point: Point) => Point;

/** Where the letters stand, from the top of their line: the printers' own typeface has it there too. */
const baseline = 0.76;

/**
 * All that is black on a label as one SVG path, in dots with y downwards. Picture and paper are drawn from it alone, so neither
 * can show what the other has not.
 */
export function labelPath({ items }: Pick<LabelLayout, "items">, typeface: LabelTypeface): string {
  return items.map((item) => itemPath(item, typeface)).join("");
}

function itemPath(item: Placed, typeface: LabelTypeface): string {
  switch (item.kind) {
    case "text":
      return textPath(item, typeface);
    case "grid":
      return gridPath(item);
    case "bars":
      return barsPath(item);
    case "box":
      return boxPath(item);
  }
}

/** Of an item `width` by `height` before it is turned. */
function turning(item: Placed, rotation: Rotation): Turn {
  const { x, y, width, height } = item;
  switch (rotation) {
    case 0:
      return ([a, b]) => [x + a, y + b];
    case 90:
      return ([a, b]) => [x + width - b, y + a];
    case 180:
      return ([a, b]) => [x + width - a, y + height - b];
    case 270:
      return ([a, b]) => [x + b, y + height - a];
  }
}

/** A stroke of a letter, its points where they are on the label. */
export interface Stroke {
  readonly command: string;
  readonly points: readonly Point[];
}

export function textStrokes(item: PlacedText, typeface: LabelTypeface): readonly Stroke[] {
  const turn = turning(item, item.rotation);
  const room = item.rotation === 90 || item.rotation === 270 ? item.height : item.width;
  const left = room - typeface.width(item.text, item.size);
  const begin = item.align === "left" ? 0 : item.align === "right" ? left : left / 2;
  return typeface.outlines(item.text).flatMap(({ at, commands }) =>
    commands.map(({ command, points }) => ({
      command,
      points: pairs(points).map(([px, py]) => turn([begin + (at + px) * item.size, (baseline - py) * item.size])),
    })),
  );
}

const textPath = (item: PlacedText, typeface: LabelTypeface): string =>
  textStrokes(item, typeface)
    .map(({ command, points }) => `${command}${points.map((point) => point.map(short).join(" ")).join(" ")}`)
    .join("");

/** A run of black modules is one bar, so that nothing shines through between two. */
function gridPath(item: PlacedGrid): string {
  const { columns, rows, modules } = item.grid;
  const turn = turning(item, item.rotation);
  const bars: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (modules[row * columns + column] !== true) continue;
      const first = column;
      while (column + 1 < columns && modules[row * columns + column + 1] === true) column += 1;
      bars.push(
        bar(turn, [first * item.module, row * item.module], [(column + 1) * item.module, (row + 1) * item.module]),
      );
    }
  }
  return bars.join("");
}

function barsPath(item: PlacedBars): string {
  const turn = turning(item, item.rotation);
  const height = item.rotation === 90 || item.rotation === 270 ? item.width : item.height;
  let at = 0;
  return item.bars
    .map((modules, index) => {
      const begin = at;
      at += modules * item.module;
      return index % 2 === 0 ? bar(turn, [begin, 0], [at, height]) : "";
    })
    .join("");
}

function boxPath({ x, y, width, height, thickness }: PlacedBox): string {
  const stay: Turn = (point) => point;
  const [right, lower] = [x + width, y + height];
  if (thickness * 2 >= Math.min(width, height)) return bar(stay, [x, y], [right, lower]);
  return [
    bar(stay, [x, y], [right, y + thickness]),
    bar(stay, [x, lower - thickness], [right, lower]),
    bar(stay, [x, y + thickness], [x + thickness, lower - thickness]),
    bar(stay, [right - thickness, y + thickness], [right, lower - thickness]),
  ].join("");
}

function bar(turn: Turn, from: Point, to: Point): string {
  const [ax, ay] = turn(from);
  const [bx, by] = turn(to);
  const [left, right] = [Math.min(ax, bx), Math.max(ax, bx)];
  const [top, lower] = [Math.min(ay, by), Math.max(ay, by)];
  return `M${left} ${top}H${right}V${lower}H${left}Z`;
}

function pairs(points: readonly number[]): Point[] {
  const found: Point[] = [];
  for (let index = 0; index + 1 < points.length; index += 2) found.push([points[index] ?? 0, points[index + 1] ?? 0]);
  return found;
}

const short = (value: number): string => String(Math.round(value * 100) / 100);
