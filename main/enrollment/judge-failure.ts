import type { StationError } from "../base/errors/station-error.ts";
import { DpsError } from "../dps/dps-error.ts";
import type { DpsReason } from "../dps/dps-errors.ts";

export type ServiceTrouble = "unreachable" | "refused" | "busy" | "none";

/**
 * What a failed call means: `pause` the whole service, `postpone` this entry alone, or park it as `rejected` or `conflict`.
 * When in doubt the entry stays in the queue.
 */
export type FailureVerdict =
  | { readonly kind: "pause"; readonly trouble: ServiceTrouble; readonly retryAfterMs: number | undefined }
  | { readonly kind: "postpone" | "rejected" | "conflict" };

const troubles: Partial<Readonly<Record<DpsReason, ServiceTrouble>>> = {
  unreachable: "unreachable",
  timeout: "unreachable",
  server: "unreachable",
  malformed: "unreachable",
  circuitOpen: "unreachable",
  throttled: "busy",
  unauthorized: "refused",
  tls: "refused",
  connectionString: "refused",
  hubConnectionString: "refused",
  address: "refused",
  clock: "refused",
  proxy: "refused",
  credential: "refused",
  signIn: "refused",
  // A PUT that creates cannot miss its target: the address leads to no provisioning service.
  notFound: "refused",
};

// "Precondition failed": the same entry is being written by somebody else at this moment (service API 2021-10-01).
const beingWritten = 409_203;

export function judgeFailure(error: StationError): FailureVerdict {
  if (error.code === "enrollment.timed-out") return { kind: "pause", trouble: "unreachable", retryAfterMs: undefined };
  if (error.code === "enrollment.no-service") return { kind: "pause", trouble: "none", retryAfterMs: undefined };
  if (error.code === "enrollment.malformed-entry") return { kind: "rejected" };
  if (!(error instanceof DpsError)) return { kind: "postpone" };
  const trouble = troubles[error.reason];
  if (trouble !== undefined) return { kind: "pause", trouble, retryAfterMs: error.retryAfterMs };
  if (error.reason === "rejected") return { kind: "rejected" };
  if (error.reason === "conflict" && error.errorCode !== beingWritten) return { kind: "conflict" };
  return { kind: "postpone" };
}
