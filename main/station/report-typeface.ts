import { existsSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReportTypeface } from "../report/pdf-report.ts";
import { setUpErrors } from "./station-errors.ts";
import { resourceFolder } from "./resource-folder.ts";

/** Between them they have the letters of every language a report is written in. */
const parts = ["latin", "latin-ext", "vietnamese"];

/** IBM Plex Sans, for reports on paper. Throws `set-up.folder`. */
export async function reportTypeface(): Promise<ReportTypeface> {
  try {
    const folder = fontFolder();
    const read = (weight: number) =>
      Promise.all(parts.map((part) => readFile(join(folder, `ibm-plex-sans-${part}-${weight}-normal.woff`))));
    return { regular: await read(400), bold: await read(600) };
  } catch (cause) {
    throw setUpErrors.folder("cannot read the typeface of reports", cause);
  }
}

/** Beside the packed application, else in the package it comes from. */
function fontFolder(): string {
  const packed = resourceFolder("fonts");
  if (existsSync(packed)) return packed;
  return join(dirname(fileURLToPath(import.meta.resolve("@fontsource/ibm-plex-sans/package.json"))), "files");
}
