import type { PracticeService } from "../practice-service.ts";
import type { PracticeRequest } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { verifySas } from "../server/verify-sas.ts";

/** Refuses with 401002 unless a token of the service's policy opens the path: the whole service, or a prefix by whole segments. */
export function authorizeServiceCall(service: PracticeService, request: PracticeRequest): void {
  const opens = (resource: string): boolean => {
    const [host = "", ...prefix] = resource.replace(/\/+$/, "").toLowerCase().split("/");
    const fits = prefix.every((segment, index) => segment === request.segments[index]?.toLowerCase());
    return fits && service.hostNames().includes(host);
  };
  const expected = { policyName: service.policyName, keys: [service.policyKey], opens, now: new Date() };
  if (!verifySas(request.headers["authorization"], expected)) throw refusals.unauthorized();
}
