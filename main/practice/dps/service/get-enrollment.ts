import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { showEnrollment } from "./show-enrollment.ts";

export const getEnrollment: Route = {
  api: "service",
  method: "GET",
  path: ["enrollments", ":registrationId"],
  handle: (service, { parameters }) => {
    const entry = service.store.enrollment(parameters["registrationId"] ?? "");
    if (entry === undefined) throw refusals.enrollmentNotFound();
    return { status: 200, body: showEnrollment(service, entry) };
  },
};
