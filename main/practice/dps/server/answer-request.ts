import type { IncomingMessage } from "node:http";
import { type DetailedPeerCertificate, TLSSocket } from "node:tls";
import type { PracticeService } from "../practice-service.ts";
import { authorizeServiceCall } from "../service/authorize-service-call.ts";
import type { FaultTarget } from "./fault-plan.ts";
import { matchPath, type PracticeAnswer, type PracticeRequest, type Route } from "./route.ts";
import { routes } from "./routes.ts";
import { refusals } from "./service-refusal.ts";

const apiVersions = ["2019-03-31", "2021-06-01", "2021-10-01"];
const serviceWords = ["enrollments", "enrollmentgroups", "registrations"];

const longestChain = 10;

export interface ParsedTarget {
  readonly api: FaultTarget;
  readonly segments: readonly string[];
  readonly apiVersion: string | null;
}

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

/** Finds the route and carries the request out; throws a ServiceRefusal for everything else. */
export function answerRequest(
  service: PracticeService,
  target: ParsedTarget,
  incoming: IncomingMessage,
  body: unknown,
): PracticeAnswer {
  if (target.apiVersion === null || !apiVersions.includes(target.apiVersion)) {
    throw refusals.badRequest("The api-version is missing or not supported.");
  }
  const { route, parameters } = findRoute(target, incoming.method ?? "");
  const request: PracticeRequest = {
    method: route.method,
    segments: target.segments,
    parameters,
    headers: flatten(incoming),
    body,
    clientChain: peerChain(incoming),
  };
  if (route.api === "service") authorizeServiceCall(service, request);
  return route.handle(service, request);
}

function findRoute(target: ParsedTarget, method: string): { route: Route; parameters: Record<string, string> } {
  const fitting = routes
    .filter((route) => route.api === target.api)
    .flatMap((route) => {
      const parameters = matchPath(route, target.segments);
      return parameters === undefined ? [] : [{ route, parameters }];
    });
  if (fitting.length === 0) throw refusals.noSuchRoute();
  const found = fitting.find(({ route }) => route.method === method);
  if (found === undefined) throw refusals.methodNotAllowed();
  return found;
}

const flatten = (incoming: IncomingMessage): Record<string, string> =>
  Object.fromEntries(Object.entries(incoming.headers).map(([name, value]) => [name, String(value)]));

/** Node links each certificate to its issuer, as far as the client sent them; a root is its own. */
function peerChain(incoming: IncomingMessage): readonly Uint8Array[] {
  if (!(incoming.socket instanceof TLSSocket)) return [];
  const chain: Uint8Array[] = [];
  let next: DetailedPeerCertificate | undefined = incoming.socket.getPeerCertificate(true);
  while (next?.raw instanceof Uint8Array && chain.length < longestChain) {
    chain.push(next.raw);
    next = next.issuerCertificate === next ? undefined : next.issuerCertificate;
  }
  return chain;
}
