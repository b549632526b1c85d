import type { Point, Stroke } from "./label-path.ts";

/** Black and white, a bit a dot, 1 is black, each row in whole bytes from its left end. */
export interface Bitmap {
  readonly x: number;
  readonly y: number;
  readonly bytesPerRow: number;
  readonly rows: readonly Uint8Array[];
}

type Edge = readonly [from: Point, to: Point];

/** Of one dot's height. */
const lines = 4;
/** How much of a dot is covered where it gets black: a little less than half, so that no thin stroke is torn. */
const enough = 0.4;
/** Of a curve. */
const pieces = 6;

/** Outlines as the dots they cover, by the nonzero rule; what is beside the page is left out. Empty: no row. */
export function fillStrokes(
  strokes: readonly Stroke[],
  page: { readonly width: number; readonly height: number },
): Bitmap {
  const edges = edgesOf(strokes);
  const ends = edges.flat();
  const range = (of: (point: Point) => number, size: number): readonly [number, number] => [
    Math.max(0, Math.floor(ends.reduce((least, point) => Math.min(least, of(point)), size))),
    Math.min(size, Math.ceil(ends.reduce((most, point) => Math.max(most, of(point)), 0))),
  ];
  const [left, right] = range(([x]) => x, page.width);
  const [top, lower] = range(([, y]) => y, page.height);
  const bytesPerRow = Math.ceil(Math.max(0, right - left) / 8);
  const rows = Array.from({ length: Math.max(0, lower - top) }, (_none, row) =>
    bitsOf(coverage(edges, { y: top + row, left, width: right - left }), bytesPerRow),
  );
  return { x: left, y: top, bytesPerRow, rows };
}

/** How much of each dot of a row is black. */
function coverage(
  edges: readonly Edge[],
  { y, left, width }: { readonly y: number; readonly left: number; readonly width: number },
): Float32Array {
  const covered = new Float32Array(width);
  for (let line = 0; line < lines; line += 1) {
    const at = y + (line + 0.5) / lines;
    for (const [from, to] of spansAt(edges, at)) {
      const [begin, end] = [Math.max(0, from - left), Math.min(width, to - left)];
      for (let dot = Math.floor(begin); dot < end; dot += 1)
        covered[dot] = (covered[dot] ?? 0) + (Math.min(end, dot + 1) - Math.max(begin, dot)) / lines;
    }
  }
  return covered;
}

/** From where to where a level line is inside. */
function spansAt(edges: readonly Edge[], at: number): readonly (readonly [number, number])[] {
  const crossings = edges
    .filter(([[, from], [, to]]) => from <= at !== to <= at)
    .map(([[ax, ay], [bx, by]]) => ({ x: ax + ((at - ay) * (bx - ax)) / (by - ay), turns: ay < by ? 1 : -1 }))
    .sort((a, b) => a.x - b.x);
  const spans: (readonly [number, number])[] = [];
  let winding = 0;
  let begin = 0;
  for (const { x, turns } of crossings) {
    if (winding === 0) begin = x;
    winding += turns;
    if (winding === 0) spans.push([begin, x]);
  }
  return spans;
}

function bitsOf(covered: Float32Array, bytesPerRow: number): Uint8Array {
  const row = new Uint8Array(bytesPerRow);
  for (const [dot, share] of covered.entries())
    if (share >= enough) row[dot >> 3] = (row[dot >> 3] ?? 0) | (0x80 >> (dot & 7));
  return row;
}

function edgesOf(strokes: readonly Stroke[]): readonly Edge[] {
  const edges: Edge[] = [];
  let start: Point = [0, 0];
  let at: Point = start;
  for (const { command, points } of strokes) {
    if (command === "M") start = at = points[0] ?? start;
    else if (command === "Z") edges.push([at, start]);
    else
      for (const next of curve([at, ...points])) {
        edges.push([at, next]);
        at = next;
      }
  }
  return edges;
}

/** A line, or a Bézier curve in straight pieces (de Casteljau). */
function curve(points: readonly Point[]): readonly Point[] {
  const count = points.length > 2 ? pieces : 1;
  return Array.from({ length: count }, (_none, piece) => pointAt(points, (piece + 1) / count));
}

function pointAt(points: readonly Point[], share: number): Point {
  let level = points;
  while (level.length > 1)
    level = level.slice(1).map(([x, y], index): Point => {
      const [fromX, fromY] = level[index] ?? [x, y];
      return [fromX + (x - fromX) * share, fromY + (y - fromY) * share];
    });
  return level[0] ?? [0, 0];
}
