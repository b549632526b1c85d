import { z } from "zod";
import { whenPassedSchema, printerSettingsSchema } from "../../api/contract/index.ts";

const mostPrinters = 16;

/** `labels/printers.yaml` in the data folder. */
export const labelSettingsSchema = z.strictObject({
  /** The first is the station's own where nothing else is said. */
  printers: z
    .array(printerSettingsSchema)
    .max(mostPrinters)
    .default([])
    .refine((all) => new Set(all.map(({ name }) => name)).size === all.length, "two printers have the same name"),
  /** What is printed when a unit passes whose recipe says nothing of labels. */
  whenPassed: whenPassedSchema.optional(),
});

export type LabelSettings = z.infer<typeof labelSettingsSchema>;
