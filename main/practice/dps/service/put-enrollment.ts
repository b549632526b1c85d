import type { Route } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { parseEnrollment } from "./accept-enrollment.ts";
import { writeEnrollment } from "./change-enrollment.ts";
import { sameRegistrationId } from "./identifiers.ts";
import { showEnrollment } from "./show-enrollment.ts";

/** Create and replace both answer 200. */
export const putEnrollment: Route = {
  api: "service",
  method: "PUT",
  path: ["enrollments", ":registrationId"],
  handle: (service, { parameters, body, headers }) => {
    const input = parseEnrollment(body);
    if (!sameRegistrationId(input.registrationId, parameters["registrationId"] ?? "")) {
      throw refusals.badRequest("Invalid RegistrationId: path and body differ.");
    }
    return { status: 200, body: showEnrollment(service, writeEnrollment(service, input, headers["if-match"])) };
  },
};
