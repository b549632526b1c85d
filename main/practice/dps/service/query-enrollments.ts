import type { Route } from "../server/route.ts";
import { checkQuery, pageOf } from "./page-of.ts";
import { showEnrollment } from "./show-enrollment.ts";

export const queryEnrollments: Route = {
  api: "service",
  method: "POST",
  path: ["enrollments", "query"],
  handle: (service, request) => {
    checkQuery(request.body);
    return pageOf(request, {
      items: service.store.enrollments(),
      idOf: ({ registrationId }) => registrationId,
      show: (entry) => showEnrollment(service, entry),
      type: "enrollment",
    });
  },
};
