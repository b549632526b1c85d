import { createHash } from "node:crypto";
import { makeEtag, type PracticeService } from "../practice-service.ts";
import type { StoredRegistration } from "../state/stored-enrollment.ts";
import type { Allocation } from "./ask-webhook.ts";
import { hubCredentials } from "./hub-credentials.ts";
import type { ProvenRequest } from "./proven-request.ts";

/** The linked hub refused the service: a failure that HTTP calls a success. */
const hubUnauthorized = 400_209;
/** Somebody's own code chose no hub; the number is ours. */
const notAllocated = 400_207;

interface Choice {
  /** What a TPM will prove itself with. */
  readonly hubKey: Uint8Array;
  /** Of a webhook. */
  readonly allocation: Allocation | undefined;
}

/** Decides the hub, makes the device known there and records the outcome. */
export function assignHub(service: PracticeService, request: ProvenRequest, choice: Choice): StoredRegistration {
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
  const failure = failureOf(service, choice);
  const registration: StoredRegistration =
    failure === undefined
      ? { ...common, status: "assigned", ...settle(service, request, previous, choice) }
      : { ...common, status: "failed", ...failure };
  service.store.putRegistration(registration);
  return registration;
}

function failureOf(service: PracticeService, { allocation }: Choice) {
  if (service.faults.takeFailedAssignment()) {
    return { errorCode: hubUnauthorized, errorMessage: "The linked hub refused the service." };
  }
  if (allocation === undefined || !("failure" in allocation)) return undefined;
  return { errorCode: notAllocated, errorMessage: `Custom allocation failed: ${allocation.failure}.` };
}

interface Settled {
  readonly assignedHub: string;
  readonly deviceId: string;
  readonly substatus: string;
}

function settle(
  service: PracticeService,
  request: ProvenRequest,
  previous: StoredRegistration | undefined,
  { hubKey, allocation }: Choice,
): Settled & Pick<StoredRegistration, "payload"> {
  const { entry, registrationId } = request;
  const decided = allocation !== undefined && "hub" in allocation ? allocation : undefined;
  const settled = chooseHub(service, request, { previous, chosen: decided?.hub ?? byPolicy(service, request) });
  const { assignedHub: hub, deviceId, substatus } = settled;
  const from =
    previous?.assignedHub === undefined || previous.deviceId === undefined
      ? undefined
      : { hub: previous.assignedHub, deviceId: previous.deviceId };
  service.linkedHubs.assign({
    hub,
    deviceId,
    registrationId: "registrationId" in entry ? entry.registrationId : registrationId,
    credentials: hubCredentials(request, hubKey),
    initialTwin: decided?.initialTwin ?? entry.initialTwin,
    from,
    twin: substatus === "initialAssignment" || substatus === "deviceDataReset" ? "begin-anew" : "keep",
  });
  return decided?.payload === undefined ? settled : { ...settled, payload: decided.payload };
}

/**
 * A device that comes again: `never` keeps hub and twin, `migrate` takes the twin along, `reset` begins the twin anew, also where
 * the hub stays (Microsoft's text calls it a factory reset; the substatus it then shows is UNCONFIRMED).
 */
function chooseHub(
  service: PracticeService,
  { entry, registrationId }: ProvenRequest,
  { previous, chosen }: { readonly previous: StoredRegistration | undefined; readonly chosen: string },
): Settled {
  const { updateHubAssignment, migrateDeviceData } = entry.reprovisionPolicy;
  // A device of a group is always called by its registration id.
  const deviceId = "enrollmentGroupId" in entry ? registrationId : (entry.deviceId ?? entry.registrationId);
  const before = service.hubs.find((hub) => hub === previous?.assignedHub);
  if (before === undefined) return { assignedHub: chosen, deviceId, substatus: "initialAssignment" };
  if (!updateHubAssignment) {
    return { assignedHub: before, deviceId, substatus: "reprovisionedToInitialAssignment" };
  }
  if (!migrateDeviceData) return { assignedHub: chosen, deviceId, substatus: "deviceDataReset" };
  const substatus = chosen === before ? "reprovisionedToInitialAssignment" : "deviceDataMigrated";
  return { assignedHub: chosen, deviceId, substatus };
}

/**
 * `static` and `geoLatency` take the first hub (there is no distance here); `hashed`, which is the default, and `custom` without a
 * webhook spread devices evenly: the same id, the same hub.
 */
function byPolicy(service: PracticeService, { entry, registrationId }: ProvenRequest): string {
  const allowed = entry.iotHubs !== undefined && entry.iotHubs.length > 0 ? entry.iotHubs : service.hubs;
  if (entry.allocationPolicy === "static" || entry.allocationPolicy === "geoLatency") return allowed[0] ?? "";
  const hash = createHash("sha256").update(registrationId.toLowerCase()).digest().readUInt32BE(0);
  return allowed[hash % allowed.length] ?? "";
}
