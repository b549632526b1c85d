import { randomBytes, randomUUID } from "node:crypto";
import type { PracticeService } from "../practice-service.ts";
import type { PracticeAnswer, Route } from "../server/route.ts";
import { type Allocation, askWebhook } from "./ask-webhook.ts";
import { assignHub } from "./assign-hub.ts";
import { readDeviceRequest } from "./device-request.ts";
import { proveDevice } from "./prove-device.ts";
import type { ProvenRequest } from "./proven-request.ts";
import type { RunningOperation } from "./running-operations.ts";
import { showDeviceRegistration } from "./show-device-registration.ts";

/** Starts a registration: 202, to be polled. The hub is chosen at once, by a webhook if the entry has one, and only told later. */
export const register: Route = {
  api: "device",
  method: "PUT",
  path: [":idScope", "registrations", ":registrationId", "register"],
  handle: (service, incoming) => {
    const request = proveDevice(service, readDeviceRequest(service, incoming));
    return request.entry.allocationPolicy === "custom"
      ? askWebhook(service, request).then((allocation) => begin(service, request, allocation))
      : begin(service, request, undefined);
  },
};

function begin(service: PracticeService, request: ProvenRequest, allocation: Allocation | undefined): PracticeAnswer {
  const hubKey = randomBytes(32);
  const registration = assignHub(service, request, { hubKey, allocation });
  const operation: RunningOperation = {
    operationId: `5.${randomBytes(8).toString("hex")}.${randomUUID()}`,
    readyAtMs: performance.now() + service.assignAfterMs,
    registrationState: showDeviceRegistration(service, request, { registration, hubKey }),
    status: registration.status,
  };
  service.operations.set(request.registrationId, operation);
  return stillAssigning(service, operation, `/${request.idScope}/registrations/${request.registrationId}`);
}

/** 202: come back after Retry-After. */
export function stillAssigning(service: PracticeService, operation: RunningOperation, path: string): PracticeAnswer {
  const location = `${path}/operations/${operation.operationId}`;
  return {
    status: 202,
    headers: { "Retry-After": String(service.retryAfterSeconds), Location: location },
    body: { operationId: operation.operationId, status: "assigning" },
  };
}
