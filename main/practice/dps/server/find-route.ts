import type { FaultTarget } from "./fault-plan.ts";
import { matchPath, type Route } from "./route.ts";
import { routes } from "./routes.ts";
import { refusals, type ServiceRefusal } from "./service-refusal.ts";

const apiVersions = ["2019-03-31", "2021-06-01", "2021-10-01"];
const serviceWords = ["enrollments", "enrollmentgroups", "registrations"];

export interface ParsedTarget {
  readonly api: FaultTarget;
  readonly segments: readonly string[];
  readonly apiVersion: string | null;
}

export type FoundRoute =
  | { readonly kind: "route"; readonly route: Route; readonly parameters: Readonly<Record<string, string>> }
  | { readonly kind: "refusal"; readonly refusal: ServiceRefusal };

/** One listener serves both APIs: device paths start with the ID scope, service paths with a word of the service's. */
export function parseTarget(text: string): ParsedTarget {
  const [path = "", query = ""] = text.split("?", 2);
  const segments = path.split("/").filter((segment) => segment !== "");
  try {
    const decoded = segments.map((segment) => decodeURIComponent(segment));
    const api = serviceWords.includes(decoded[0]?.toLowerCase() ?? "") ? "service" : "device";
    return { api, segments: decoded, apiVersion: new URLSearchParams(query).get("api-version") };
  } catch {
    throw refusals.badRequest("Invalid path.");
  }
}

/** The route, or what to say to a request that has none. */
export function findRoute(target: ParsedTarget, method: string): FoundRoute {
  if (target.apiVersion === null || !apiVersions.includes(target.apiVersion)) {
    return { kind: "refusal", refusal: refusals.badRequest("The api-version is missing or not supported.") };
  }
  const fitting = routes
    .filter((route) => route.api === target.api)
    .flatMap((route) => {
      const parameters = matchPath(route, target.segments);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
  if (fitting.length === 0) return { kind: "refusal", refusal: refusals.noSuchRoute() };
  const found = fitting.find(({ route }) => route.method === method);
  return found === undefined ? { kind: "refusal", refusal: refusals.methodNotAllowed() } : { kind: "route", ...found };
}

/** What a scenario calls an operation, e.g. `PUT /enrollments/:registrationId`. */
export const operationOf = ({ method, path }: Route): string => `${method} /${path.join("/")}`;
