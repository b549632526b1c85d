import { within } from "../../base/async/within.ts";
import { asStationError } from "../../base/errors/base-errors.ts";
import { enrollmentErrors } from "../../enrollment/enrollment-errors.ts";
import type { AssignedNames } from "../../records/assigned-names.ts";
import type { StoredEnrollment } from "../../records/enrollments.ts";
import type { Records } from "../../records/records.ts";
import { isDeviceId, registrationIdFault } from "../../workflow/recipe/name-identity.ts";
import type { Workshop } from "../workshop.ts";

export type RenameParts = Pick<Workshop, "records" | "services" | "connectedServices" | "log">;

/** How long the service is asked whether a name is free; the unit's next run finds out anyway. */
const patienceMs = 2_000;
const maximumLength = 64;

/**
 * What a unit in conflict is to be called, checked against the rules of the service (the service's manual), against all that is on record and, if
 * it answers, against the service. A device id that the other device has, or may have, is left to it: the hub would take the two for one.
 * Throws `enrollment.registration-id`, `enrollment.registration-id-taken`.
 */
export async function newNames(
  parts: RenameParts,
  entry: StoredEnrollment,
  wanted: string | undefined,
): Promise<AssignedNames> {
  const { records } = parts;
  const registrationId = (wanted ?? "").trim().toLowerCase();
  const identity = await records.identities.findByUnit(entry.unit);
  const fault = registrationIdFault(registrationId, identity?.attestation === "x509");
  if (fault !== undefined) throw enrollmentErrors.registrationId(fault);
  if ((await records.assignedNames.taken([registrationId])).size > 0) {
    throw enrollmentErrors.registrationIdTaken(`"${registrationId}" is, was or will be the name of a unit here`);
  }
  const deviceId = (await isDeviceIdFree(records, entry)) ? null : registrationId;
  if (deviceId !== null && !isDeviceId(deviceId)) {
    throw enrollmentErrors.registrationId(`"${deviceId}" cannot be the device's name in its hub too`);
  }
  await refuseTakenThere(parts, entry.service, registrationId);
  return { registrationId, deviceId };
}

/** Whether the other device is known to have another device id. Of an entry that was renamed before, as it was found then. */
async function isDeviceIdFree({ assignedNames }: Records, entry: StoredEnrollment): Promise<boolean> {
  if (entry.code === "enrollment.renamed") return (await assignedNames.of(entry.unit))?.deviceId === null;
  return entry.differences?.some(({ field }) => field === "device id") === true;
}

async function refuseTakenThere(
  { services, connectedServices, log }: RenameParts,
  service: string,
  registrationId: string,
): Promise<void> {
  if (!connectedServices().includes(service)) return;
  const found = await within({ ms: patienceMs, onTimeout }, async (signal) =>
    (await services.client(service)).getEnrollment(registrationId, { signal }),
  ).catch((error: unknown) => {
    const { code, detail } = asStationError(error);
    log.info({ service, registrationId, code, detail }, "whether a name is free could not be asked");
    return undefined;
  });
  if (found !== undefined) {
    throw enrollmentErrors.registrationIdTaken(`"${registrationId}" is at "${service}" already`);
  }
}

const onTimeout = () => enrollmentErrors.timedOut(`no answer within ${patienceMs} ms`);

/** A free name near the unit's first one, `…-2` and on; null when there is none. */
export async function suggestRegistrationId(
  { assignedNames }: Pick<Records, "assignedNames">,
  { registrationId, unit }: { readonly registrationId: string; readonly unit: string },
): Promise<string | null> {
  const shorter = registrationId.replace(/-\d+$/, "");
  const isCounted = shorter !== registrationId && (await assignedNames.findOwner(shorter)) === unit;
  const first = (isCounted ? shorter : registrationId).slice(0, maximumLength - 3);
  const names = Array.from({ length: 98 }, (_, index) => `${first}-${index + 2}`);
  const taken = await assignedNames.taken(names);
  return names.find((name) => !taken.has(name)) ?? null;
}
