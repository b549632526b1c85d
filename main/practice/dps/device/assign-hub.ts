import { createHash } from "node:crypto";
import { makeEtag, type PracticeService } from "../practice-service.ts";
import type { StoredRegistration } from "../state/stored-enrollment.ts";
import type { ProvenRequest } from "./proven-request.ts";

/** The linked hub refused the service: a failure that HTTP calls a success. */
const hubUnauthorized = 400_209;

/** Decides the hub and records the outcome. Every allocation policy is treated as `hashed`: the same id, the same hub. */
export function assignHub(service: PracticeService, request: ProvenRequest): StoredRegistration {
  const { entry } = request;
  const previous = service.store.registration(request.registrationId);
  const now = new Date().toISOString();
  const common = {
    ...("enrollmentGroupId" in entry
      ? {
          enrollmentGroupId: entry.enrollmentGroupId,
          registrationId: previous?.registrationId ?? request.registrationId,
        }
      : { registrationId: entry.registrationId }),
    createdDateTimeUtc: previous?.createdDateTimeUtc ?? now,
    lastUpdatedDateTimeUtc: now,
    etag: makeEtag(),
  };
  const registration: StoredRegistration = service.faults.takeFailedAssignment()
    ? { ...common, status: "failed", errorCode: hubUnauthorized, errorMessage: "The linked hub refused the service." }
    : { ...common, status: "assigned", ...chooseHub(service, request, previous) };
  service.store.putRegistration(registration);
  return registration;
}

function chooseHub(
  service: PracticeService,
  { entry, registrationId }: ProvenRequest,
  previous: StoredRegistration | undefined,
): { assignedHub: string; deviceId: string; substatus: string } {
  const allowed = entry.iotHubs !== undefined && entry.iotHubs.length > 0 ? entry.iotHubs : service.hubs;
  const hash = createHash("sha256").update(registrationId.toLowerCase()).digest().readUInt32BE(0);
  const hashed = allowed[hash % allowed.length] ?? "";
  const { updateHubAssignment, migrateDeviceData } = entry.reprovisionPolicy;
  // A device of a group is always called by its registration id.
  const deviceId = "enrollmentGroupId" in entry ? registrationId : (entry.deviceId ?? entry.registrationId);
  const before = previous?.assignedHub;
  if (before === undefined) return { assignedHub: hashed, deviceId, substatus: "initialAssignment" };
  if (!updateHubAssignment || before === hashed) {
    return { assignedHub: before, deviceId, substatus: "reprovisionedToInitialAssignment" };
  }
  return { assignedHub: hashed, deviceId, substatus: migrateDeviceData ? "deviceDataMigrated" : "deviceDataReset" };
}
