import { isStationError, type StationError } from "../../../base/errors/station-error.ts";
import { DpsError } from "../../dps-error.ts";
import type { DpsReason } from "../../dps-errors.ts";
import type { EntraKind } from "./entra-settings.ts";

const longestDetail = 400;

/** The assertion's times are not Entra's: the station's clock is wrong. */
const clockCodes = ["AADSTS700024", "AADSTS500133"];
const away =
  /AADSTS9003[36]|AADSTS90055|temporarily_unavailable|server_error|(?:status code|statusCode):? ?(?:429|5\d\d)/i;

/** Who asked whom for a token. */
export interface EntraRequest {
  readonly kind: EntraKind;
  readonly account: string;
  readonly host: string;
  /** What went wrong on the wire, which the library does not tell. */
  readonly trouble?: DpsError | undefined;
}

/**
 * Why there is no token, from what @azure/identity threw. Its errors carry whole requests with the secret in them, so only words
 * are kept and no cause.
 */
export function describeEntraFailure(error: unknown, { kind, account, host, trouble }: EntraRequest): StationError {
  if (isStationError(error)) return error;
  if (trouble !== undefined) return trouble;
  const text = [...new Set(causesOf(error))].join(" | ");
  const [trackingId] = /(?<=Trace ID: )[0-9a-f-]{36}/i.exec(text) ?? [];
  const detail = `${account} at ${host}: ${firstWords(text)}`;
  return new DpsError(reasonOf(text, kind), detail, { trackingId, mayHaveActed: false });
}

function reasonOf(text: string, kind: EntraKind): DpsReason {
  if (clockCodes.some((code) => text.includes(code))) return "clock";
  if (away.test(text)) return "unreachable";
  // Only where a person had signed in can one do so again.
  return kind === "device-code" ? "signIn" : "credential";
}

/** The messages of an error and of what caused it. */
function* causesOf(error: unknown): Generator<string> {
  let next: unknown = error;
  for (let depth = 0; next instanceof Error && depth < 6; depth += 1) {
    yield next.message;
    if (next instanceof AggregateError) yield* next.errors.map(String);
    next = next.cause;
  }
}

const firstWords = (text: string): string => text.replaceAll(/\s+/g, " ").trim().slice(0, longestDetail);
