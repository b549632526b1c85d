import { systemClock } from "../../base/clock.ts";
import type { ShiftNote } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

const subject = "shift";

export function shiftHandlers(desk: Desk) {
  const { shift } = api(desk);
  const newest = async (): Promise<ShiftNote | null> => {
    const entry = await desk.records.audit.newestAbout(subject);
    if (entry === undefined) return null;
    const { reason, operator, station, at } = entry;
    return { note: reason ?? "", operator, station, at };
  };
  return {
    note: shift.note.handler(newest),
    leaveNote: shift.leaveNote.handler(async ({ input }) => {
      await desk.records.audit.append({ act: "shift-note", subject, reason: input.note });
      const { operator, station } = desk.records.audit.author;
      return (await newest()) ?? { note: input.note, operator, station, at: systemClock.now().toISOString() };
    }),
  };
}
