import { etagMatches } from "../practice-service.ts";
import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";

export const deleteRegistration: Route = {
  api: "service",
  method: "DELETE",
  path: ["registrations", ":registrationId"],
  handle: (service, { parameters, headers }) => {
    const registration = service.store.registration(parameters["registrationId"] ?? "");
    if (registration === undefined) throw refusals.registrationNotFound();
    const ifMatch = headers["if-match"];
    if (ifMatch !== undefined && !etagMatches(registration.etag, ifMatch)) throw refusals.etagMismatch();
    service.store.deleteRegistration(registration.registrationId);
    return { status: 204 };
  },
};
