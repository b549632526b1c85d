import type { Route } from "../../server/route.ts";
import { refusals } from "../../server/service-refusal.ts";
import { sameRegistrationId } from "../identifiers.ts";
import { parseGroup } from "./accept-group.ts";
import { writeGroup } from "./change-group.ts";
import { showGroup } from "./show-group.ts";

/** Create and replace both answer 200. */
export const putGroup: Route = {
  api: "service",
  method: "PUT",
  path: ["enrollmentGroups", ":enrollmentGroupId"],
  handle: (service, { parameters, body, headers }) => {
    const input = parseGroup(body);
    if (!sameRegistrationId(input.enrollmentGroupId, parameters["enrollmentGroupId"] ?? "")) {
      throw refusals.badRequest("Invalid EnrollmentGroupId: path and body differ.");
    }
    return { status: 200, body: showGroup(writeGroup(service, input, headers["if-match"])) };
  },
};
