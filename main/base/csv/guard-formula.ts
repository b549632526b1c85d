// A spreadsheet takes a cell that begins like this for a formula (OWASP, "CSV Injection"), some after skipping white space;
// the last four are the full-width forms of = + - @ that East Asian settings accept.
const dangerous = /^\s*[=+\-@'＝＋－＠]|^[\t\r\n]/u;

/**
 * Makes a value harmless in a spreadsheet by an apostrophe in front. Reversible: values that begin with an apostrophe
 * themselves get one too, so on reading exactly one leading apostrophe is taken away (`unguardFormula`).
 */
export const guardFormula = (value: string): string => (dangerous.test(value) ? `'${value}` : value);

export const unguardFormula = (cell: string): string => (cell.startsWith("'") ? cell.slice(1) : cell);
