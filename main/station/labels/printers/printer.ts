import type { LabelLayout } from "../../../label/lay-out-label.ts";

/** A label as a printer gets it. */
export interface LabelJob {
  readonly layout: LabelLayout;
  readonly copies: number;
  /** Names files and documents. */
  readonly title: string;
}

export type PrinterState = "ready" | "unknown";

/** Where labels come out. */
export interface Printer {
  /** Resolves when it is printed, as far as the printer tells. Throws `printer.*`, `station.cancelled`. */
  print(job: LabelJob, signal: AbortSignal): Promise<void>;
  /** unknown: reached, but it does not tell. Throws `printer.*`. */
  state(signal: AbortSignal): Promise<PrinterState>;
}
