import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Clock } from "../../../base/clock.ts";
import type { LabelTypeface } from "../../../label/label-typeface.ts";
import { cannotWrite } from "../../cannot-write.ts";
import { writeFileAtomically } from "../../write-file-atomically.ts";
import type { LabelJob, Printer, PrinterState } from "./printer.ts";

/** Each label becomes a PDF in a folder: to look at, or for a program that prints what it finds there. */
export class FolderPrinter implements Printer {
  readonly #folder: string;
  readonly #typeface: LabelTypeface;
  readonly #clock: Clock;

  constructor(folder: string, typeface: LabelTypeface, clock: Clock) {
    this.#folder = folder;
    this.#typeface = typeface;
    this.#clock = clock;
  }

  async print({ layout, copies, title }: LabelJob): Promise<void> {
    const at = this.#clock.now();
    const { drawPdf } = await import("../../../label/draw-pdf.ts");
    const pdf = await drawPdf(layout, this.#typeface, { title, copies, at });
    await this.#make();
    const time = at.toISOString().replaceAll(/[-:.]/g, "");
    // A serial number may hold anything; a file name may not.
    const name = title
      .replaceAll(/[^A-Za-z0-9._-]/g, "_")
      .replace(/^\.+/, "_")
      .slice(0, 100);
    await writeFileAtomically(join(this.#folder, `${name}-${time}.pdf`), pdf);
  }

  async state(): Promise<PrinterState> {
    await this.#make();
    return "ready";
  }

  async #make(): Promise<void> {
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    } catch (cause) {
      throw cannotWrite(`cannot make ${this.#folder}`, cause);
    }
  }
}
