import type { Desk } from "../../api/desk.ts";
import { currentLot } from "../../api/handlers/lots.ts";
import { serviceStatus } from "../../api/handlers/station.ts";
import type { Errands } from "../../base/async/errands.ts";
import type { Workshop } from "../workshop.ts";

/** What the queue hears from the service goes to slot, unit and lot. Returns the way to stop. */
export function announceEnrollments(desk: Desk, workshop: Workshop, errands: Errands): () => void {
  const stopService = workshop.queueChanged.on(() => {
    desk.events.emit({ type: "service", service: serviceStatus(desk) });
  });
  const stopEnrollments = workshop.enrollmentChanged.on((registrationId) => {
    errands.run("announce an enrollment", () => announceEnrollment(desk, registrationId));
  });
  return () => {
    stopService();
    stopEnrollments();
  };
}

async function announceEnrollment(desk: Desk, registrationId: string): Promise<void> {
  const entry = await desk.records.enrollments.get(registrationId);
  if (entry === undefined) return;
  desk.events.emit({ type: "unit", serialNumber: entry.unit });
  for (const slot of desk.slots.all()) slot.noteEnrollment(registrationId, entry.state);
  desk.events.emit({ type: "lot", lot: await currentLot(desk) });
}
