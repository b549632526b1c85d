import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { showRegistration } from "../service/show-enrollment.ts";
import { readDeviceRequest } from "./device-request.ts";
import { proveDevice } from "./prove-device.ts";

/** The last registration's outcome, for the device itself. */
export const registrationStatus: Route = {
  api: "device",
  method: "POST",
  path: [":idScope", "registrations", ":registrationId"],
  handle: (service, incoming) => {
    const request = proveDevice(service, readDeviceRequest(service, incoming));
    const registration = service.store.registration(request.registrationId);
    if (registration === undefined) throw refusals.registrationNotFound();
    return { status: 200, body: showRegistration(registration) };
  },
};
