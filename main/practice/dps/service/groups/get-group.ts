import type { PracticeService } from "../../practice-service.ts";
import type { PracticeRequest, Route } from "../../server/route.ts";
import { refusals } from "../../server/service-refusal.ts";
import type { StoredGroup } from "../../state/stored-enrollment.ts";
import { showGroup } from "./show-group.ts";

export const getGroup: Route = {
  api: "service",
  method: "GET",
  path: ["enrollmentGroups", ":enrollmentGroupId"],
  handle: (service, request) => ({ status: 200, body: showGroup(namedGroup(service, request)) }),
};

/** The only operation that shows a group's symmetric keys. */
export const getGroupAttestationMechanism: Route = {
  api: "service",
  method: "POST",
  path: ["enrollmentGroups", ":enrollmentGroupId", "attestationmechanism"],
  handle: (service, request) => ({ status: 200, body: namedGroup(service, request).attestation }),
};

function namedGroup(service: PracticeService, { parameters }: PracticeRequest): StoredGroup {
  const group = service.store.group(parameters["enrollmentGroupId"] ?? "");
  if (group === undefined) throw refusals.enrollmentNotFound();
  return group;
}
