import { within } from "../../base/async/within.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import type { Workshop } from "../workshop.ts";

type Parts = Pick<Workshop, "records" | "queue" | "services" | "connectedServices">;

/** As long as a person waits for a page. */
const patienceMs = 10_000;

/**
 * Asks the service where a unit's device has registered, and keeps the answer: with its entry, or where a group stands for one by
 * itself. Throws `dps.*`, `set-up.*`, `enrollment.no-service`, `enrollment.unknown-entry`.
 */
export async function refreshRegistration(parts: Parts, registrationId: string): Promise<void> {
  const { records, queue, services, connectedServices } = parts;
  const service = (await records.identities.findByRegistrationId(registrationId))?.groupService ?? null;
  if (service === null) return queue.refreshRegistration(registrationId);
  if (!connectedServices().includes(service)) throw enrollmentErrors.noService(`"${service}" cannot be used`);
  const client = await services.client(service);
  const state = await within({ ms: patienceMs, onTimeout }, (signal) =>
    client.getRegistrationState(registrationId, { signal }),
  );
  await records.groupRegistrations.keep({
    registrationId,
    status: state?.status ?? "unassigned",
    assignedHub: state?.assignedHub ?? null,
    deviceId: state?.deviceId ?? null,
    at: state?.lastUpdatedDateTimeUtc ?? null,
  });
}

const onTimeout = () => enrollmentErrors.timedOut(`no answer within ${patienceMs} ms`);
