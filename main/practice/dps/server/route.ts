import type { PracticeService } from "../practice-service.ts";

export interface PracticeRequest {
  readonly method: string;
  /** Path segments, decoded, as typed. */
  readonly segments: readonly string[];
  /** What stands for each `:name` of the route's path. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string>>;
  /** The body as JSON; `undefined` if there is none or the method is GET. */
  readonly body: unknown;
  /** What the client showed in the TLS handshake (DER), leaf first: it proved to hold the leaf's key, the rest are only shown. Empty: none. */
  readonly clientChain: readonly Uint8Array[];
}

export interface PracticeAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** One operation of the service. Path words are compared without regard to case; `:name` takes any one segment. */
export interface Route {
  readonly api: "service" | "device";
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  readonly path: readonly string[];
  handle(service: PracticeService, request: PracticeRequest): PracticeAnswer | Promise<PracticeAnswer>;
}

/** The parameters if the path fits the route, else `undefined`. */
export function matchPath(route: Route, segments: readonly string[]): Record<string, string> | undefined {
  if (route.path.length !== segments.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, pattern] of route.path.entries()) {
    const segment = segments[index] ?? "";
    if (pattern.startsWith(":")) parameters[pattern.slice(1)] = segment;
    else if (pattern.toLowerCase() !== segment.toLowerCase()) return undefined;
  }
  return parameters;
}
