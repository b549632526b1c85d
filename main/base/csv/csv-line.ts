import { guardFormula } from "./guard-formula.ts";

/**
 * One line of RFC 4180: comma, CRLF, quotes doubled. A value that a spreadsheet would take for a formula carries an apostrophe in
 * front (guard-formula.ts); null is an empty cell.
 */
export const csvLine = (cells: readonly (string | null)[]): string =>
  `${cells.map((cell) => (cell === null ? "" : quoted(guardFormula(cell)))).join(",")}\r\n`;

const quoted = (cell: string): string => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);
