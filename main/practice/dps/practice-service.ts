import { randomBytes } from "node:crypto";
import type { CallLog } from "./calls/call-log.ts";
import type { RunningOperations } from "./device/running-operations.ts";
import type { TpmChallenges } from "./device/tpm-challenges.ts";
import type { Limits } from "./faults/limits.ts";
import type { PracticeHubs } from "../hub/practice-hubs.ts";
import type { FaultPlan } from "./server/fault-plan.ts";
import type { PracticeStore } from "./state/practice-store.ts";

/** Everything a route may look at or change. */
export interface PracticeService {
  readonly store: PracticeStore;
  readonly faults: FaultPlan;
  readonly limits: Limits;
  readonly calls: CallLog;
  readonly challenges: TpmChallenges;
  readonly operations: RunningOperations;
  readonly idScope: string;
  readonly policyName: string;
  readonly policyKey: Uint8Array;
  /** Whether a bearer token opens the service API. */
  readonly bearer: (token: string) => boolean;
  /** Names of the hubs devices can be assigned to. */
  readonly hubs: readonly string[];
  readonly linkedHubs: PracticeHubs;
  /** CA certificates (PEM) groups may name, by name. */
  readonly certificates: ReadonlyMap<string, string>;
  /** Names a whole-service token may be made for. */
  readonly hostNames: () => readonly string[];
  /** How long an operation stays `assigning`. */
  readonly assignAfterMs: number;
  /** What Retry-After asks of a device that polls. */
  readonly retryAfterSeconds: number;
}

/** Moves with every change of what is kept. */
export const changesOf = ({ store, linkedHubs }: PracticeService): number => store.changes + linkedHubs.changes;

/** As the service makes them: Base64 of a GUID-like text in quotation marks. */
export function makeEtag(): string {
  const hex = randomBytes(16).toString("hex");
  const guid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
  return Buffer.from(`"${guid}"`).toString("base64");
}

/** True for `*`, the etag itself, or the etag in quotation marks: clients send all three. */
export const etagMatches = (etag: string, ifMatch: string): boolean =>
  ifMatch === "*" || ifMatch === etag || ifMatch === `"${etag}"`;
