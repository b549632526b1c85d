import { systemClock } from "../../base/clock.ts";
import { apiErrors } from "../../api/api-errors.ts";
import type { PrinterSettings, WhenPassed } from "../../api/contract/index.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import { codesOn } from "../../label/codes-on.ts";
import { isStationError } from "../../base/errors/station-error.ts";
import type { LabelValues } from "../../label/label-fields.ts";
import type { LoadedLabel } from "../../label/label-template.ts";
import type { LabelTypeface } from "../../label/label-typeface.ts";
import type { LabelLayout, layOutWhole } from "../../label/lay-out-label.ts";
import { recordsErrors } from "../../records/records-errors.ts";
import { parseRecipe } from "../../workflow/recipe/parse-recipe.ts";
import type { Recipe } from "../../workflow/recipe/recipe-schema.ts";
import { reportTypeface } from "../report-typeface.ts";
import type { Workshop } from "../workshop.ts";
import { LabelSettingsFile } from "./label-settings-file.ts";
import { LabelShelf } from "./label-shelf.ts";
import { PrintQueues } from "./print-queues.ts";
import { printerErrors } from "./printer-errors.ts";
import { openPrinter, refuseOutside } from "./printers/open-printer.ts";
import type { Printer, PrinterState } from "./printers/printer.ts";
import { unitValues } from "./unit-values.ts";
import { labelErrors } from "../../label/label-errors.ts";

/** What is to be printed of a unit. */
export interface PrintOrder {
  readonly serialNumber: string;
  readonly label: WhenPassed;
  /** Why there is to be another label; null for the first. */
  readonly reason: string | null;
  /** Name of the slot that waits until one of its codes is scanned; left out: none does. */
  readonly scanBackIn?: string | undefined;
}

export interface Printed {
  /** With its version: `gateway@1a2b3c4d`. */
  readonly template: string;
  readonly printer: string;
  readonly copies: number;
}

/** Those who draw codes and letters are large, and come when the first label is drawn: a station that prints none starts without them. */
async function readTypeface(): Promise<LabelTypeface> {
  const [{ LabelTypeface }, { regular }] = await Promise.all([
    import("../../label/label-typeface.ts"),
    reportTypeface(),
  ]);
  return new LabelTypeface(regular);
}

/** `layOutWhole`, brought when it is needed. */
export async function layOut(...order: Parameters<typeof layOutWhole>): Promise<LabelLayout> {
  const { layOutWhole } = await import("../../label/lay-out-label.ts");
  return layOutWhole(...order);
}

/** Labels of a data folder: what they look like, where they are printed, and the account of each. */
export class LabelPress {
  readonly shelf: LabelShelf;
  readonly settings: LabelSettingsFile;
  readonly queues: PrintQueues;
  readonly #workshop: Pick<Workshop, "records" | "practice" | "folder">;
  #typeface: Promise<LabelTypeface> | undefined;

  constructor(workshop: Pick<Workshop, "records" | "practice" | "folder">, onChange: () => void = () => undefined) {
    this.#workshop = workshop;
    this.shelf = new LabelShelf(workshop.folder.labelTemplates);
    this.settings = new LabelSettingsFile(workshop.folder.labelSettings);
    this.queues = new PrintQueues(onChange);
  }

  get mark(): "PRACTICE" | undefined {
    return this.#workshop.practice ? "PRACTICE" : undefined;
  }

  /** Throws `set-up.folder`. */
  typeface(): Promise<LabelTypeface> {
    const reading = (this.#typeface ??= readTypeface());
    reading.catch(() => (this.#typeface = undefined));
    return reading;
  }

  /** What the recipe wants, else what the station prints; undefined: nothing. */
  async orderOf(recipe: Recipe): Promise<WhenPassed | undefined> {
    if (recipe.label !== undefined) return recipe.label;
    return (await this.settings.read()).whenPassed;
  }

  /** The same, of a unit that was built. Throws `api.unknown-unit`, `label.unknown`. */
  async orderOfUnit(serialNumber: string): Promise<WhenPassed> {
    const unit = await this.#workshop.records.units.get(serialNumber);
    if (unit === undefined) throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
    const lot = await this.#workshop.records.lots.get(unit.lot);
    const order = lot === undefined ? undefined : await this.orderOf(parseRecipe(lot.recipeText).recipe);
    if (order === undefined)
      throw labelErrors.unknown(`neither the recipe of ${unit.lot} nor the station names a label`);
    return order;
  }

  /** Whether a label is to be printed of it at all. */
  async hasOrderFor(serialNumber: string): Promise<boolean> {
    try {
      return (await this.orderOfUnit(serialNumber)).template !== "";
    } catch (error) {
      if (isStationError(error, "label.unknown")) return false;
      throw error;
    }
  }

  /** Throws `api.unknown-unit`. */
  async values(serialNumber: string): Promise<LabelValues> {
    const unit = await this.#workshop.records.units.detail(serialNumber);
    if (unit === undefined) throw apiErrors.unknownUnit(`no unit "${serialNumber}"`);
    return unitValues(unit);
  }

  /** Prints and records it, or records that and why it did not come out. Throws `label.*`, `printer.*`, `records.*`. */
  async print(order: PrintOrder): Promise<Printed> {
    const { serialNumber, reason, label } = order;
    const { prints } = this.#workshop.records;
    if (reason === null && (await prints.isPrinted(serialNumber)))
      throw recordsErrors.reprintReason(`unit ${serialNumber} has its label already`);
    const copies = label.copies ?? 1;
    let codes: readonly string[] = [];
    let printed: Printed = { template: label.template, printer: label.printer ?? "", copies };
    try {
      const loaded = await this.shelf.get(label.template);
      printed = { ...printed, template: versionOf(loaded) };
      const settings = await this.#printer(label.printer);
      printed = { ...printed, printer: settings.name };
      const values = await this.values(serialNumber);
      const layout = await layOut(loaded.template, { values, typeface: await this.typeface(), mark: this.mark });
      codes = codesOn(layout);
      if (order.scanBackIn !== undefined && codes.length === 0)
        throw labelErrors.nothingToScan(`${label.template} has no code, but is to be scanned back`);
      await this.send(settings, { layout, copies, title: serialNumber });
    } catch (error) {
      const { code } = asStationError(error);
      const failed = { outcome: "failed", code, scanBack: null } as const;
      await prints.recordPrint(serialNumber, { ...printed, ...failed, reprintReason: reason });
      throw error;
    }
    const scanBack = order.scanBackIn === undefined ? null : { slot: order.scanBackIn, codes };
    const done = { outcome: "printed", code: null, scanBack } as const;
    await prints.recordPrint(serialNumber, { ...printed, ...done, reprintReason: reason });
    return printed;
  }

  /** In its printer's turn. Throws `printer.*`. */
  async send(settings: PrinterSettings, job: Parameters<Printer["print"]>[0]): Promise<void> {
    const printer = await this.#open(settings);
    await this.queues.run(settings.name, (signal) => printer.print(job, signal));
  }

  /** Asks a printer by name, or the first one. Throws `printer.*`. */
  async stateOf(name: string): Promise<PrinterState> {
    const settings = await this.#printer(name);
    const printer = await this.#open(settings);
    return this.queues.run(name, (signal) => printer.state(signal));
  }

  /** Throws `printer.none`, `printer.unknown`. */
  async printerNamed(name: string): Promise<PrinterSettings> {
    return this.#printer(name);
  }

  /** Throws `printer.practice`. */
  refuseOutside(settings: PrinterSettings): void {
    refuseOutside(settings, this.#workshop.practice);
  }

  close(): Promise<void> {
    return this.queues.close();
  }

  async #printer(name: string | undefined): Promise<PrinterSettings> {
    const { printers } = await this.settings.read();
    const found = name === undefined ? printers[0] : printers.find((one) => one.name === name);
    if (found !== undefined) return found;
    throw name === undefined
      ? printerErrors.none("no printer is set up")
      : printerErrors.unknown(`no printer "${name}"`);
  }

  async #open(settings: PrinterSettings): Promise<Printer> {
    const { practice, folder } = this.#workshop;
    return openPrinter(settings, { root: folder.root, practice, typeface: await this.typeface(), clock: systemClock });
  }
}

const shownDigits = 8;
export const versionOf = ({ template, hash }: LoadedLabel): string => `${template.label}@${hash.slice(0, shownDigits)}`;
