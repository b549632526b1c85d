import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";

/** A manifest as it is written: progress and text in order, then one `done`. Leaving the iteration cancels. */
export const exportEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("progress"), done: z.int().nonnegative(), total: z.int().nonnegative() }),
  z.object({ type: z.literal("text"), text: z.string() }),
  z.object({
    type: z.literal("done"),
    fileName: z.string(),
    mediaType: z.string(),
    count: z.int().nonnegative(),
    sha256: z.string(),
  }),
]);

export const exportFormatSchema = z.enum(["csv", "jsonl", "sealed", "dps-bulk", "devices-txt", "jws"]);

export const exportsContract = {
  run: oc
    .input(z.object({ lot: z.string().min(1).max(64), format: exportFormatSchema }))
    .output(eventIterator(exportEventSchema)),
};

export type ExportFormat = z.infer<typeof exportFormatSchema>;
export type ExportEvent = z.infer<typeof exportEventSchema>;
