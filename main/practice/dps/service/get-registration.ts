import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { showRegistration } from "./show-enrollment.ts";

export const getRegistration: Route = {
  api: "service",
  method: "GET",
  path: ["registrations", ":registrationId"],
  handle: (service, { parameters }) => {
    const registration = service.store.registration(parameters["registrationId"] ?? "");
    if (registration === undefined) throw refusals.registrationNotFound();
    return { status: 200, body: showRegistration(registration) };
  },
};
