import type { PracticeService } from "../practice-service.ts";
import type { PracticeRequest } from "../server/route.ts";
import { refusals } from "../server/service-refusal.ts";
import { verifySas } from "../server/verify-sas.ts";

/**
 * Refuses with 401002 unless a token of the service's policy opens the path (the whole service, or a prefix by whole segments),
 * or a bearer token that was said to be good.
 */
export function authorizeServiceCall(service: PracticeService, request: PracticeRequest): void {
  const opens = (resource: string): boolean => {
    const [host = "", ...prefix] = resource.replace(/\/+$/, "").toLowerCase().split("/");
    const fits = prefix.every((segment, index) => segment === request.segments[index]?.toLowerCase());
    return fits && service.hostNames().includes(host);
  };
  const authorization = request.headers["authorization"];
  const [, bearer] = /^Bearer (\S+)$/i.exec(authorization ?? "") ?? [];
  if (bearer !== undefined && service.bearer(bearer)) return;
  const expected = { policyName: service.policyName, keys: [service.policyKey], opens, now: new Date() };
  if (!verifySas(authorization, expected)) throw refusals.unauthorized();
}
