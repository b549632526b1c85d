import type { Route } from "../server/route.ts";
import { refuse } from "../server/service-refusal.ts";
import { readDeviceRequest } from "./device-request.ts";
import { proveDevice } from "./prove-device.ts";
import { stillAssigning } from "./register.ts";

/** 202 while assigning, then 200 with the outcome, which may be `failed`. A body, which some clients send, is ignored. */
export const operationStatus: Route = {
  api: "device",
  method: "GET",
  path: [":idScope", "registrations", ":registrationId", "operations", ":operationId"],
  handle: (service, incoming) => {
    const request = proveDevice(service, readDeviceRequest(service, incoming));
    const operation = service.operations.get(request.registrationId);
    if (operation === undefined || operation.operationId !== incoming.parameters["operationId"]) {
      throw refuse(404_202, "Operation not found.");
    }
    if (performance.now() < operation.readyAtMs) {
      return stillAssigning(service, operation, `/${request.idScope}/registrations/${request.registrationId}`);
    }
    const { operationId, status, registrationState } = operation;
    return { status: 200, body: { operationId, status, registrationState } };
  },
};
