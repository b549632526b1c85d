import { oc } from "@orpc/contract";
import { z } from "zod";
import { slotSchema } from "./line.ts";

/** What can be wrong with a virtual device on purpose. */
export const practiceFaultSchema = z.enum([
  "none",
  "silent",
  "unplugged-half-way",
  "wrong-endorsement-certificate",
  "garbage",
  "known-key",
]);

/** Only in practice mode; a real station answers `practice.not-here`. */
export const practiceContract = {
  plug: oc
    .input(z.object({ slotId: z.string().max(64), fault: practiceFaultSchema.default("none") }))
    .output(slotSchema),
  unplug: oc.input(z.object({ slotId: z.string().max(64) })).output(slotSchema),
  /** Makes the practice provisioning service answer, or not. */
  service: oc.input(z.object({ reachable: z.boolean() })).output(z.object({ reachable: z.boolean() })),
};

export type PracticeFault = z.infer<typeof practiceFaultSchema>;
