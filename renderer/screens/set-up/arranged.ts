import type { FixtureView } from "../../../main/api/contract/index.ts";

/** Slots in cells, row by row from the top left; null for an empty cell. */
export interface Arranged {
  readonly rows: number;
  readonly columns: number;
  readonly cells: readonly (string | null)[];
}

const most = 32;

/** As the fixture is, or, where nobody arranged it, all slots in rows of at most eight. */
export function arrangedOf(view: FixtureView | null, slotIds: readonly string[]): Arranged {
  const columns = view?.size?.columns ?? Math.min(8, Math.max(1, slotIds.length));
  const rows = view?.size?.rows ?? Math.max(1, Math.ceil(slotIds.length / columns));
  const cells = Array.from<string | null>({ length: rows * columns }).fill(null);
  const placed = new Set<string>();
  for (const { slotId, row, column } of view?.places ?? []) {
    if (!slotIds.includes(slotId)) continue;
    cells[(row - 1) * columns + column - 1] = slotId;
    placed.add(slotId);
  }
  return filled(
    { rows, columns, cells },
    slotIds.filter((id) => !placed.has(id)),
  );
}

/** The same slots in another grid, each where it was if that cell is still there; null where they have no room. */
export function resized({ columns: before, cells }: Arranged, rows: number, columns: number): Arranged | null {
  const slots = cells.filter((cell) => cell !== null);
  if (rows < 1 || columns < 1 || rows > most || columns > most || rows * columns < slots.length) return null;
  const next = Array.from<string | null>({ length: rows * columns }).fill(null);
  const homeless = cells.flatMap((cell, index) => {
    if (cell === null) return [];
    const [row, column] = [Math.floor(index / before), index % before];
    if (row >= rows || column >= columns) return [cell];
    next[row * columns + column] = cell;
    return [];
  });
  return filled({ rows, columns, cells: next }, homeless);
}

/** What is in two cells changes places. */
export const swapped = (arranged: Arranged, one: number, other: number): Arranged => ({
  ...arranged,
  cells: arranged.cells.map((cell, index) => {
    if (index === one) return arranged.cells[other] ?? null;
    return index === other ? (arranged.cells[one] ?? null) : cell;
  }),
});

/** As the station takes it. */
export const placesOf = ({ columns, cells }: Arranged): FixtureView["places"] =>
  cells.flatMap((slotId, index) =>
    slotId === null ? [] : [{ slotId, row: Math.floor(index / columns) + 1, column: (index % columns) + 1 }],
  );

function filled(arranged: Arranged, slots: readonly string[]): Arranged {
  const waiting = [...slots];
  return { ...arranged, cells: arranged.cells.map((cell) => cell ?? waiting.shift() ?? null) };
}
