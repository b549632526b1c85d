import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { fixtureViewSchema, serialScanSchema } from "./fixture.ts";
import { slotSchema } from "./line.ts";
import { lotSchema } from "./lots.ts";
import { sessionSchema } from "./people.ts";
import { problemSchema } from "./problem.ts";
import { reconcileStatusSchema } from "./service.ts";
import { serviceStatusSchema, stationInfoSchema, troubleSchema } from "./station.ts";

/** What the station tells every screen as it happens. */
export const stationEventSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("slot"), slot: slotSchema }),
  /** The slot was forgotten: it is no longer on the line. */
  z.object({ type: z.literal("slot-gone"), slotId: z.string() }),
  /** The station's own settings changed: its name, the language it offers. */
  z.object({ type: z.literal("info"), info: stationInfoSchema }),
  /** Ports, slots or trusted roots changed: read again what of them is on screen. */
  z.object({ type: z.literal("set-up") }),
  /** The slots are arranged otherwise, the takt is another, a scanner came or went, the screen is locked to the Line or let go. */
  z.object({ type: z.literal("fixture"), fixture: fixtureViewSchema }),
  /** From the serial scanner. */
  z.object({ type: z.literal("scan"), scan: serialScanSchema }),
  z.object({ type: z.literal("lot"), lot: lotSchema.nullable() }),
  z.object({ type: z.literal("service"), service: serviceStatusSchema }),
  /** Conflicts, parked entries or changes are others now: read again what of them is on screen. */
  z.object({ type: z.literal("service-work") }),
  z.object({ type: z.literal("reconcile"), status: reconcileStatusSchema }),
  /** Somebody signed in or out, or the screen locked. */
  z.object({ type: z.literal("session"), session: sessionSchema }),
  /** The records of this unit changed: read it again if it is on screen. */
  z.object({ type: z.literal("unit"), serialNumber: z.string() }),
  /** Something that concerns the whole station; null when it is mended. */
  z.object({ type: z.literal("trouble"), problem: problemSchema.nullable() }),
  /** All of that, and what will stop the line one day or be missed then. */
  z.object({ type: z.literal("troubles"), troubles: z.array(troubleSchema) }),
]);

export const mostEventsTogether = 256;

export const eventsContract = {
  /**
   * In bundles: what happened since the last one, in order, the newest word about each thing. The first begins with the whole
   * present state.
   */
  subscribe: oc.output(eventIterator(z.array(stationEventSchema).min(1).max(mostEventsTogether))),
};

export type StationEvent = z.infer<typeof stationEventSchema>;
