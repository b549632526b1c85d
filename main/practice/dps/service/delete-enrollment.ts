import type { Route } from "../server/route.ts";
import { removeEnrollment } from "./change-enrollment.ts";

export const deleteEnrollment: Route = {
  api: "service",
  method: "DELETE",
  path: ["enrollments", ":registrationId"],
  handle: (service, { parameters, headers }) => {
    removeEnrollment(service, parameters["registrationId"] ?? "", headers["if-match"]);
    return { status: 204 };
  },
};
