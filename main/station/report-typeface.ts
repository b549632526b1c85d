import { existsSync, readFileSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { ReportTypeface } from "../report/pdf-report.ts";
import { setUpErrors } from "./station-errors.ts";
import { resourceFolder } from "./resource-folder.ts";
import { unpackWoff } from "./unpack-woff.ts";

/** Between them they have the letters of every language but Chinese that is written on paper. */
const parts = ["latin", "latin-ext", "vietnamese"];
const plex = "@fontsource/ibm-plex-sans/package.json";
const noto = "@fontsource/noto-sans-sc/package.json";

/** IBM Plex Sans, for labels and reports, and Noto Sans SC for Chinese letters, read when the first is met. Throws `set-up.folder`. */
export async function reportTypeface(): Promise<ReportTypeface> {
  return { regular: await weightOf(400), bold: await weightOf(600) };
}

async function weightOf(weight: number): Promise<ReportTypeface["regular"]> {
  try {
    const folder = fontFolder(() => import.meta.resolve(plex));
    const packed = await Promise.all(
      parts.map((part) => readFile(join(folder, `ibm-plex-sans-${part}-${weight}-normal.woff`))),
    );
    return { files: packed.map(unpackWoff), others: () => [chineseLetters(weight)] };
  } catch (cause) {
    throw cannotRead(cause);
  }
}

/** 1.6 MB, at once: who draws has begun a line and cannot wait. It takes some 20 ms. */
function chineseLetters(weight: number): Uint8Array {
  try {
    const folder = fontFolder(() => import.meta.resolve(noto));
    return unpackWoff(readFileSync(join(folder, `noto-sans-sc-chinese-simplified-${weight}-normal.woff`)));
  } catch (cause) {
    throw cannotRead(cause);
  }
}

const cannotRead = (cause: unknown) => setUpErrors.folder("cannot read the typeface of reports", cause);

/** Beside the packed application, else in the package it comes from. */
function fontFolder(resolve: () => string): string {
  const packed = resourceFolder("fonts");
  return existsSync(packed) ? packed : join(dirname(fileURLToPath(resolve())), "files");
}
