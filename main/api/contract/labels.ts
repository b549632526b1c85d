import { oc } from "@orpc/contract";
import { z } from "zod";
import { savedFileSchema } from "./authorities.ts";
import { reportLanguageSchema } from "./insights.ts";
import { problemSchema } from "./problem.ts";
import { saidSchema } from "./said.ts";

const labelName = z.string().min(1).max(64);
const serialNumber = z.string().min(1).max(128);
const printerName = z.string().trim().min(1).max(64);

/** One thing on a label, sizes in mm; which members a type has and within what bounds the station says. */
export const labelElementSchema = z.object({
  type: z.enum(["text", "data-matrix", "qr", "code-128", "box", "line"]),
  x: z.number(),
  y: z.number(),
  size: z.number().optional(),
  width: z.number().optional(),
  height: z.number().optional(),
  length: z.number().optional(),
  thickness: z.number().optional(),
  /** Clockwise: 0, 90, 180 or 270. */
  rotation: z.number().optional(),
  align: z.enum(["left", "center", "right"]).optional(),
  level: z.enum(["L", "M", "Q", "H"]).optional(),
  /** With fields in braces: `S/N {serialNumber}`. */
  content: z.string().max(500).optional(),
});

export const labelDraftSchema = z.object({
  label: z.string().max(64),
  size: z.object({ width: z.number(), height: z.number() }),
  dpi: z.number(),
  elements: z.array(labelElementSchema).max(60),
});

/** `element` counts from 0; null: the label at large. */
export const labelFaultSchema = z.object({
  element: z.int().nonnegative().nullable(),
  /** What of it the schema refuses, as `size.width`; null where it is all right, and cannot be printed. */
  member: z.string().nullable(),
  code: z.string(),
  /** In English. */
  detail: z.string(),
  said: saidSchema,
});

export const printerSettingsSchema = z.strictObject({
  name: printerName,
  /** network, serial and usb take ZPL; folder gets a PDF a label. */
  kind: z.enum(["network", "serial", "usb", "folder"]),
  /** `HOST` or `HOST:PORT` (9100) · the path of a serial port · `/dev/usb/lp0` or `usb:VVVV:PPPP` · a folder, from the data folder on where it is not absolute. */
  address: z.string().trim().min(1).max(512),
  /** Serial only; left out: 9600. */
  baudRate: z.int().min(1200).max(921_600).optional(),
  /** It answers ~HS: asked before and after each label. Left out: it does, a folder does not. */
  tellsStatus: z.boolean().optional(),
});

/** What is printed when a unit passes for the first time. */
export const whenPassedSchema = z.strictObject({
  template: labelName,
  /** Left out: the first. */
  printer: printerName.optional(),
  copies: z.int().min(1).max(10).optional(),
  /** The slot waits until a code of the printed label was scanned. */
  scanBack: z.boolean().optional(),
});

export const printerViewSchema = printerSettingsSchema.extend({
  /** Labels it has still to print. */
  waiting: z.int().nonnegative(),
  /** Why the last label did not come out; null once one did. */
  problem: problemSchema.nullable(),
});

const printedSchema = z.object({ template: z.string(), printer: z.string(), copies: z.int().positive() });

/** What became of a slot's label; left out or null: the slot has none. */
export const slotLabelSchema = z.object({
  /** scan: printed, and a code on it has to be scanned · wrong: what was scanned is another unit's. */
  state: z.enum(["printing", "printed", "failed", "scan", "checked", "wrong"]),
  problem: problemSchema.nullable(),
});

/** Languages whose letters the station's typeface has. */
const cardLanguage = reportLanguageSchema.default("en");
export const cardPaperSchema = z.enum(["a4", "letter"]);

/** Labels of units: their templates, the printers, what was printed. `label.*`, `printer.*`. */
export const labelsContract = {
  list: oc.output(
    z.object({
      templates: z.array(
        z.object({
          name: z.string(),
          hash: z.string(),
          width: z.number(),
          height: z.number(),
          fault: z.string().nullable(),
        }),
      ),
      fields: z.array(z.string()),
      whenPassed: whenPassedSchema.nullable(),
    }),
  ),
  get: oc.input(z.object({ name: labelName })).output(z.object({ template: labelDraftSchema, hash: z.string() })),
  /** As it would be printed for the unit, or for a made-up one. */
  preview: oc
    .input(z.object({ template: labelDraftSchema, serialNumber: serialNumber.optional() }))
    .output(z.object({ svg: z.string().nullable(), faults: z.array(labelFaultSchema), codes: z.array(z.string()) })),
  /** `basedOn` is the hash it was opened with, null for a new one. `label.changed` where it is another by now. */
  save: oc
    .input(z.object({ template: labelDraftSchema, basedOn: z.string().max(64).nullable() }))
    .output(z.object({ name: z.string(), hash: z.string() })),
  remove: oc.input(z.object({ name: labelName })),
  setWhenPassed: oc.input(z.object({ whenPassed: whenPassedSchema.nullable() })),
  printers: oc.output(z.array(printerViewSchema)),
  /** A new one, or the one of that name anew. */
  putPrinter: oc.input(printerSettingsSchema).output(z.array(printerViewSchema)),
  removePrinter: oc.input(z.object({ name: printerName })).output(z.array(printerViewSchema)),
  /** Asks it now. unknown: it is there, but does not tell. */
  printerStatus: oc
    .input(z.object({ name: printerName }))
    .output(z.object({ state: z.enum(["ready", "unknown", "problem"]), problem: problemSchema.nullable() })),
  /** The label as it stands in the editor, marked TEST; nothing is recorded of a unit. */
  testPrint: oc
    .input(z.object({ template: labelDraftSchema, printer: printerName, serialNumber: serialNumber.optional() }))
    .output(printedSchema),
  /** The label of a unit whose first one did not come out. `records.reprint-reason` where one did. */
  print: oc.input(z.object({ serialNumber })).output(printedSchema),
  /** Another one, with why. */
  reprint: oc
    .input(
      z.object({
        serialNumber,
        reason: z.string().trim().min(1).max(500),
        printer: printerName.optional(),
      }),
    )
    .output(printedSchema),
  /** A card for every slot with its own code, which a scanner reads instead of a press, as PDF. `slot.unknown` where there is none. */
  slotCards: oc.input(z.object({ paper: cardPaperSchema, language: cardLanguage })).output(savedFileSchema),
  /** The same on a label printer, each on a label of its own. */
  printSlotCards: oc
    .input(z.object({ printer: printerName, language: cardLanguage }))
    .output(z.object({ printed: z.int().nonnegative() })),
};

export type CardPaper = z.infer<typeof cardPaperSchema>;
export type LabelElement = z.infer<typeof labelElementSchema>;
export type LabelDraft = z.infer<typeof labelDraftSchema>;
export type LabelFault = z.infer<typeof labelFaultSchema>;
export type PrinterSettings = z.infer<typeof printerSettingsSchema>;
export type PrinterView = z.infer<typeof printerViewSchema>;
export type WhenPassed = z.infer<typeof whenPassedSchema>;
export type SlotLabel = z.infer<typeof slotLabelSchema>;
