import type { Route } from "../../server/route.ts";
import { refusals } from "../../server/service-refusal.ts";
import { checkQuery, pageOf } from "../page-of.ts";
import { showRegistration } from "../show-enrollment.ts";

/** The devices that came in by a group. The specification has no body here; a client's query is taken all the same. */
export const queryGroupRegistrations: Route = {
  api: "service",
  method: "POST",
  path: ["registrations", ":enrollmentGroupId", "query"],
  handle: (service, request) => {
    const id = request.parameters["enrollmentGroupId"] ?? "";
    if (service.store.group(id) === undefined) throw refusals.enrollmentNotFound();
    if (request.body !== undefined) checkQuery(request.body);
    return pageOf(request, {
      items: service.store.groupRegistrations(id),
      idOf: ({ registrationId }) => registrationId,
      show: showRegistration,
      type: "deviceRegistration",
    });
  },
};
