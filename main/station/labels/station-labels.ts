import type { z } from "zod";
import {
  type CardPaper,
  labelDraftSchema,
  type LabelDraft,
  type LabelFault,
  type PrinterSettings,
  type PrinterView,
  type ReportLanguage,
  type WhenPassed,
} from "../../api/contract/index.ts";
import type { LabelDesk, ScannedLabel } from "../../api/label-desk.ts";
import { problemOf } from "../../api/report-problem.ts";
import { systemClock } from "../../base/clock.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import { codesOn } from "../../label/codes-on.ts";
import { drawSvg } from "../../label/draw-svg.ts";
import { labelFields } from "../../label/label-fields.ts";
import { remarkOnTemplate } from "../../label/label-remark.ts";
import type { LabelFault as Unprinted } from "../../label/lay-out-label.ts";
import { checkLabelTemplate, labelTemplateSchema } from "../../label/label-template.ts";
import { type LabelPress, layOut, versionOf } from "./label-press.ts";
import type { LabelsOnLine } from "./labels-on-line.ts";
import { printerErrors } from "./printer-errors.ts";
import { printSlotCards, slotCardsPdf } from "./slot-cards.ts";
import { sampleValues } from "./unit-values.ts";

interface Draft {
  readonly template: LabelDraft;
  readonly serialNumber?: string | undefined;
}

/** Templates, printers and labels of a running station, as the screens ask for them. */
export class StationLabels implements LabelDesk {
  readonly #press: LabelPress;
  readonly #line: LabelsOnLine;
  readonly #slotNames: () => readonly string[];

  constructor(press: LabelPress, line: LabelsOnLine, slotNames: () => readonly string[]) {
    this.#press = press;
    this.#line = line;
    this.#slotNames = slotNames;
  }

  async list() {
    const { whenPassed = null } = await this.#press.settings.read();
    const templates = (await this.#press.shelf.list()).map(({ name, loaded, fault }) => ({
      name,
      hash: loaded?.hash ?? "",
      width: loaded?.template.size.width ?? 0,
      height: loaded?.template.size.height ?? 0,
      fault,
    }));
    return { templates, fields: [...labelFields], whenPassed };
  }

  async get(name: string) {
    const { template, hash } = await this.#press.shelf.get(name);
    return { template: labelDraftSchema.parse(template), hash };
  }

  async preview({ template, serialNumber }: Draft) {
    const parsed = labelTemplateSchema.safeParse(template, { reportInput: true });
    if (!parsed.success) return { svg: null, faults: parsed.error.issues.slice(0, 50).map(schemaFault), codes: [] };
    const typeface = await this.#press.typeface();
    const options = { values: await this.#values(serialNumber), typeface, mark: this.#press.mark };
    const { layOutLabel } = await import("../../label/lay-out-label.ts");
    const { layout, faults } = layOutLabel(parsed.data, options);
    return { svg: drawSvg(layout, typeface), faults: faults.map(layOutFault), codes: [...codesOn(layout)] };
  }

  async save(template: LabelDraft, basedOn: string | null) {
    const { template: kept, hash } = await this.#press.shelf.save(template, basedOn);
    return { name: kept.label, hash };
  }

  remove(name: string): Promise<void> {
    return this.#press.shelf.remove(name);
  }

  async setWhenPassed(whenPassed: WhenPassed | null): Promise<void> {
    if (whenPassed !== null) {
      await this.#press.shelf.get(whenPassed.template);
      if (whenPassed.printer !== undefined) await this.#press.printerNamed(whenPassed.printer);
    }
    await this.#press.settings.change(({ whenPassed: _before, ...rest }) => ({
      ...rest,
      ...(whenPassed === null ? {} : { whenPassed }),
    }));
  }

  async printers(): Promise<PrinterView[]> {
    const { queues, settings } = this.#press;
    return (await settings.read()).printers.map((printer) => {
      const problem = queues.problem(printer.name);
      return {
        ...printer,
        waiting: queues.waiting(printer.name),
        problem: problem === null ? null : problemOf(problem),
      };
    });
  }

  async putPrinter(printer: PrinterSettings): Promise<void> {
    this.#press.refuseOutside(printer);
    await this.#press.settings.change((settings) => {
      const known = settings.printers.some(({ name }) => name === printer.name);
      const printers = known
        ? settings.printers.map((one) => (one.name === printer.name ? printer : one))
        : [...settings.printers, printer];
      return { ...settings, printers };
    });
    this.#press.queues.note(printer.name, null);
  }

  async removePrinter(name: string): Promise<void> {
    await this.#press.settings.change((settings) => {
      const printers = settings.printers.filter((one) => one.name !== name);
      if (printers.length === settings.printers.length) throw printerErrors.unknown(`no printer "${name}"`);
      return { ...settings, printers };
    });
    this.#press.queues.note(name, null);
  }

  async printerStatus(name: string) {
    try {
      return { state: await this.#press.stateOf(name), problem: null };
    } catch (error) {
      return { state: "problem" as const, problem: problemOf(asStationError(error)) };
    }
  }

  async testPrint({ template, serialNumber, printer }: Draft & { readonly printer: string }) {
    const loaded = checkLabelTemplate(template);
    const settings = await this.#press.printerNamed(printer);
    const values = await this.#values(serialNumber);
    const layout = await layOut(loaded.template, { values, typeface: await this.#press.typeface(), mark: "TEST" });
    await this.#press.send(settings, { layout, copies: 1, title: `test-${loaded.template.label}` });
    return { template: versionOf(loaded), printer, copies: 1 };
  }

  async print(order: Parameters<LabelDesk["print"]>[0]) {
    const { serialNumber, reason, printer } = order;
    const usual = await this.#press.orderOfUnit(serialNumber);
    const label = printer === undefined ? usual : { ...usual, printer };
    return this.#line.print({ serialNumber, label, reason });
  }

  async slotCards({ paper, language }: { readonly paper: CardPaper; readonly language: ReportLanguage }) {
    const practice = this.#press.mark !== undefined;
    const pdf = await slotCardsPdf({ names: this.#slotNames(), paper, language, practice });
    const fileName = practice ? "slot-cards-practice.pdf" : "slot-cards.pdf";
    return { fileName, mediaType: "application/pdf", base64: Buffer.from(pdf).toString("base64") };
  }

  async printSlotCards(order: { readonly printer: string; readonly language: ReportLanguage }) {
    return { printed: await printSlotCards(this.#press, { ...order, names: this.#slotNames() }) };
  }

  scanBack(label: ScannedLabel): Promise<string | undefined> {
    return this.#line.scanBack(label);
  }

  /** What printers of the station are in need of somebody. */
  async troubles(): Promise<readonly StationError[]> {
    const { printers } = await this.#press.settings.read();
    return printers.flatMap(({ name }) => this.#press.queues.problem(name) ?? []);
  }

  close(): Promise<void> {
    return this.#press.close();
  }

  #values(serialNumber: string | undefined) {
    return serialNumber === undefined ? sampleValues(systemClock.now()) : this.#press.values(serialNumber);
  }
}

/** A fault of the schema, at the element it is in. */
function schemaFault(issue: z.core.$ZodIssue): LabelFault {
  const [first, index, ...rest] = issue.path;
  const isElement = first === "elements" && typeof index === "number";
  const { says, facts, english } = remarkOnTemplate(issue);
  return {
    element: isElement ? index : null,
    member: (isElement ? rest : issue.path).join("."),
    code: "label.bad-template",
    detail: english,
    said: { says, facts },
  };
}

const layOutFault = ({ element, remark: { says, facts, english }, make }: Unprinted): LabelFault => ({
  element,
  member: null,
  code: make(english).code,
  detail: english,
  said: { says, facts },
});
