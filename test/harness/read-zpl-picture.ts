export interface DotPicture {
  readonly x: number;
  readonly y: number;
  /** "1" is black. */
  readonly rows: readonly string[];
}

/** The first ^GFA of a label, unpacked as the ZPL II Programming Guide has it under "Alternative Data Compression Scheme". */
export function readZplPicture(zpl: string): DotPicture {
  const found = /\^FO(\d+),(\d+)\^GFA,(\d+),\3,(\d+),([^^]+)\^FS/.exec(zpl);
  const [, x, y, size, perRow, data = ""] = found ?? [];
  const digits = Number(perRow) * 2;
  const rows: string[] = [];
  let row = "";
  let times = 0;
  for (const letter of data) {
    if (letter === ":") rows.push(rows.at(-1) ?? "");
    else if (letter === ",") row = row.padEnd(digits, "0");
    else if (/[G-Y]/.test(letter)) times += letter.charCodeAt(0) - 70;
    else if (/[g-z]/.test(letter)) times += 20 * (letter.charCodeAt(0) - 102);
    else {
      row += letter.repeat(Math.max(1, times));
      times = 0;
    }
    if (row.length >= digits) {
      rows.push(row);
      row = "";
    }
  }
  if (row !== "" || rows.length * Number(perRow) !== Number(size)) throw new Error(`${rows.length} rows of ${perRow}`);
  const bits = rows.map((line) => Array.from(line, (digit) => Number.parseInt(digit, 16).toString(2).padStart(4, "0")));
  return { x: Number(x), y: Number(y), rows: bits.map((line) => line.join("")) };
}

/** Rows of a PBM (P4). */
export function readPbm(file: Uint8Array): readonly string[] {
  const [head = "", width = "0", height = "0"] =
    /^P4\s+(\d+)\s+(\d+)\s/.exec(Buffer.from(file).toString("latin1")) ?? [];
  const perRow = Math.ceil(Number(width) / 8);
  return Array.from({ length: Number(height) }, (_none, row) =>
    Array.from(file.subarray(head.length + row * perRow, head.length + (row + 1) * perRow), (byte) =>
      byte.toString(2).padStart(8, "0"),
    ).join(""),
  );
}
