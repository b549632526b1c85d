import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";

/** The only operation that shows symmetric keys. */
export const getAttestationMechanism: Route = {
  api: "service",
  method: "POST",
  path: ["enrollments", ":registrationId", "attestationmechanism"],
  handle: (service, { parameters }) => {
    const entry = service.store.enrollment(parameters["registrationId"] ?? "");
    if (entry === undefined) throw refusals.enrollmentNotFound();
    return { status: 200, body: entry.attestation };
  },
};
