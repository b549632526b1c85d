import type { z } from "zod";
import type { Contract } from "./contract/index.ts";
import type {
  CardPaper,
  LabelDraft,
  PrinterSettings,
  PrinterView,
  ReportLanguage,
  WhenPassed,
} from "./contract/index.ts";

type Outcome<Call extends keyof Contract["labels"]> =
  NonNullable<Contract["labels"][Call]["~orpc"]["outputSchema"]> extends infer Schema extends z.ZodType
    ? z.output<Schema>
    : never;

/** A code off a label, and what it may mean. */
export interface ScannedLabel {
  readonly code: string;
  readonly serialNumbers?: readonly string[] | undefined;
  readonly slotId?: string | undefined;
}

interface Draft {
  readonly template: LabelDraft;
  readonly serialNumber?: string | undefined;
}

/** Labels of units and their printers. Throws `label.*`, `printer.*`, `set-up.*`, `records.*`. */
export interface LabelDesk {
  list(): Promise<Outcome<"list">>;
  get(name: string): Promise<Outcome<"get">>;
  preview(draft: Draft): Promise<Outcome<"preview">>;
  save(template: LabelDraft, basedOn: string | null): Promise<Outcome<"save">>;
  remove(name: string): Promise<void>;
  setWhenPassed(whenPassed: WhenPassed | null): Promise<void>;
  printers(): Promise<PrinterView[]>;
  putPrinter(settings: PrinterSettings): Promise<void>;
  removePrinter(name: string): Promise<void>;
  printerStatus(name: string): Promise<Outcome<"printerStatus">>;
  testPrint(order: Draft & { readonly printer: string }): Promise<Outcome<"testPrint">>;
  /** The first label; null: nobody has said why there should be another. */
  print(order: {
    readonly serialNumber: string;
    readonly reason: string | null;
    readonly printer?: string | undefined;
  }): Promise<Outcome<"print">>;
  slotCards(order: { readonly paper: CardPaper; readonly language: ReportLanguage }): Promise<Outcome<"slotCards">>;
  printSlotCards(order: {
    readonly printer: string;
    readonly language: ReportLanguage;
  }): Promise<Outcome<"printSlotCards">>;
  /** The slot whose printed label this is, if one waits for it to be scanned; undefined: the code is about something else. Throws `label.other-unit`. */
  scanBack(label: ScannedLabel): Promise<string | undefined>;
}
