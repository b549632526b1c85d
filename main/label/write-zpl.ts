import { type Bitmap, fillStrokes } from "./fill-strokes.ts";
import { textStrokes } from "./label-path.ts";
import type { LabelTypeface } from "./label-typeface.ts";
import type { LabelLayout } from "./lay-out-label.ts";
import type { Placed, PlacedBars, PlacedGrid, PlacedText, Rotation } from "./lay-out-element.ts";

/** ^A, ^BC, ^BX: normal, and turned clockwise by 90, 180 and 270 degrees. */
const orientation: Readonly<Record<Rotation, string>> = { 0: "N", 90: "R", 180: "I", 270: "B" };
const alignment = { left: "L", center: "C", right: "R" } as const;

/**
 * The label in ZPL II (Zebra's Programming Guide): the printer draws letters in its own typeface and codes by its own commands, as
 * sharp as it can. Every field is in UTF-8 (^CI28), and whatever might be a command is written in hexadecimal (^FH). A text with Chinese
 * letters, which few printers have, is drawn here and sent as a picture (^GF).
 */
export function writeZpl(layout: LabelLayout, typeface: LabelTypeface, copies = 1): string {
  return [
    "^XA",
    "^CI28",
    `^PW${layout.width}`,
    `^LL${layout.height}`,
    "^LH0,0",
    ...layout.items.map((item) =>
      item.kind === "text" && typeface.borrows(item.text)
        ? picture(fillStrokes(textStrokes(item, typeface), layout))
        : `^FO${item.x},${item.y}${commands(item)}^FS`,
    ),
    `^PQ${copies}`,
    "^XZ",
    "",
  ].join("\n");
}

function commands(item: Placed): string {
  switch (item.kind) {
    case "text":
      return textCommands(item);
    case "grid":
      return item.code === "qr" ? qrCommands(item) : dataMatrixCommands(item);
    case "bars":
      return barCommands(item);
    case "box":
      return `^GB${item.width},${item.height},${item.thickness}`;
  }
}

function textCommands({ rotation, size, text, align, boxed, width, height }: PlacedText): string {
  const room = rotation === 90 || rotation === 270 ? height : width;
  // One line: what a printer's typeface makes longer is written over its end, never into the next line.
  const block = boxed && align !== "left" ? `^FB${room},1,0,${alignment[align]}` : "";
  return `^A0${orientation[rotation]},${size}${block}${field(block === "" ? text : text.replaceAll("\\", "\\\\"))}`;
}

/** Quality 200 with an escape of our own choosing: which one a printer has by itself depends on its firmware. */
const dataMatrixCommands = ({ rotation, module, content }: PlacedGrid): string =>
  `^BX${orientation[rotation]},${module},200,,,,_${field(content.replaceAll("_", "__"))}`;

/** Field data of ^BQ begins with how much may be damaged and "A": the printer chooses how it packs. */
const qrCommands = ({ module, level, content }: PlacedGrid): string =>
  `^BQN,2,${module}${field(`${level}A,${content}`)}`;

/** No text below, no check digit, subsets chosen by the printer. */
function barCommands({ rotation, module, content, width, height }: PlacedBars): string {
  const high = rotation === 90 || rotation === 270 ? width : height;
  return `^BY${module}^BC${orientation[rotation]},${high},N,N,N,A${field(content)}`;
}

/** Letters, digits and what is never a command stay as they are; every other byte is two hexadecimal digits behind `|`. */
function field(content: string): string {
  const bytes = Array.from(new TextEncoder().encode(content), (byte) => {
    const letter = String.fromCharCode(byte);
    return /[A-Za-z0-9 .,:;/=+()*#-]/.test(letter) ? letter : `|${byte.toString(16).toUpperCase().padStart(2, "0")}`;
  });
  return `^FH|^FD${bytes.join("")}`;
}

/** Rows of hexadecimal digits, packed as the Programming Guide has it under "Alternative Data Compression Scheme". */
function picture({ x, y, bytesPerRow, rows }: Bitmap): string {
  const size = bytesPerRow * rows.length;
  if (size === 0) return "";
  const written = rows.map((row) => Buffer.from(row).toString("hex").toUpperCase());
  const packed = written.map((row, index) => (row === written[index - 1] ? ":" : packRow(row)));
  return `^FO${x},${y}^GFA,${size},${size},${bytesPerRow},${packed.join("")}^FS`;
}

/** "," fills a row with white; a letter says how often the digit behind it stands. */
const packRow = (row: string): string =>
  row.replace(/0+$/, ",").replaceAll(/([0-9A-F])\1{2,}/g, (run: string) => `${timesOf(run.length)}${run.charAt(0)}`);

/** G to Y are 1 to 19, g to z 20 to 400. */
function timesOf(count: number): string {
  const letters = (from: string, steps: number): string => String.fromCharCode(from.charCodeAt(0) + steps - 1);
  const most = "z".repeat(Math.floor(count / 400));
  const twenties = Math.floor((count % 400) / 20);
  const ones = count % 20;
  return `${most}${twenties > 0 ? letters("g", twenties) : ""}${ones > 0 ? letters("G", ones) : ""}`;
}
