import { oc } from "@orpc/contract";
import { z } from "zod";

/** What one shift tells the next. */
export const shiftNoteSchema = z.object({
  note: z.string(),
  /** Null: nobody was signed in. */
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

/** The hand-over between shifts. Notes are kept in the audit trail, so none is ever changed or lost. */
export const shiftContract = {
  /** The newest note; null before the first. */
  note: oc.output(shiftNoteSchema.nullable()),
  leaveNote: oc.input(z.object({ note: z.string().trim().min(1).max(1000) })).output(shiftNoteSchema),
};

export type ShiftNote = z.infer<typeof shiftNoteSchema>;
