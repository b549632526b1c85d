import type { Clock } from "../../base/clock.ts";
import type { DpsCredential } from "../../dps/auth/dps-credential.ts";
import type { HttpAnswer } from "../../dps/http/request.ts";
import type { IndividualEnrollment } from "../../dps/schema/individual-enrollment.ts";

/** The checks in the order they are made; the names are stable. */
export type CheckId =
  | "name"
  | "tcp"
  | "tls"
  | "answer"
  | "clock"
  | "api-version"
  | "authentication"
  | "read"
  | "write"
  | "id-scope"
  | "quota"
  | "hubs"
  | "groups"
  /** Made by the station itself, first of all, and told only where it warns. */
  | "files";

/**
 * Who can mend it: `network` the plant's network people · `station` whoever looks after this computer · `engineer` who set the
 * service up at the station · `service-owner` who owns the provisioning service · `wait` time alone.
 */
export type Mender = "network" | "station" | "engineer" | "service-owner" | "wait";

/** `warning`: works, and will not for long · `unknown`: nothing is wrong as far as can be seen from here, and it cannot be seen well. */
export type CheckOutcome = "ok" | "warning" | "failed" | "unknown" | "skipped";

export interface Finding {
  readonly outcome: CheckOutcome;
  /** One line, for the engineer; never a secret. */
  readonly found: string;
  /** Null where nothing is to be mended. */
  readonly mend: Mender | null;
}

export interface PreflightTarget {
  readonly url: string;
  readonly credential: DpsCredential;
  readonly apiVersion: string;
  /** Certificates (PEM) trusted besides the platform's own. */
  readonly ca: readonly string[];
  readonly idScope: string;
}

export interface RecipeGroup {
  readonly group: string;
  readonly examine: (signal: AbortSignal) => Promise<readonly string[]>;
}

export interface PreflightOptions {
  readonly target: PreflightTarget;
  /** IoT hubs that recipes name for this service. */
  readonly recipeHubs: readonly string[];
  /** Enrollment groups that recipes name for this service; `examine` tells in words why one will not take the line's devices. */
  readonly recipeGroups?: readonly RecipeGroup[] | undefined;
  /** Entries this station has there. */
  readonly enrolled?: number | undefined;
  readonly operationsPerMinute?: number | undefined;
  /** Whether an entry may be written, read and deleted. */
  readonly canary: boolean;
  readonly clock: Clock;
  readonly signal?: AbortSignal | undefined;
  /** Limit of each step on the network; 10 s if left out. */
  readonly timeoutMs?: number | undefined;
}

export interface PreflightContext extends Omit<PreflightOptions, "timeoutMs" | "signal"> {
  /** The URL's host, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Where HTTPS_PROXY leads; undefined if the service is reached directly. */
  readonly proxy: URL | undefined;
  /** False for plain HTTP to this very machine. */
  readonly encrypted: boolean;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  /** What earlier checks learned for later ones. */
  readonly learned: {
    /** To the one query all later checks read from. */
    answer?: HttpAnswer;
    entries?: readonly IndividualEnrollment[];
  };
}

/** One question to the service or the way to it. Throws only `station.cancelled`. */
export interface PreflightCheck {
  readonly id: CheckId;
  /** Skipped unless this one was ok. */
  readonly needs?: CheckId;
  run(context: PreflightContext): Finding | Promise<Finding>;
}

export const ok = (found: string): Finding => ({ outcome: "ok", found, mend: null });
export const warning = (found: string, mend: Mender): Finding => ({ outcome: "warning", found, mend });
export const failed = (found: string, mend: Mender): Finding => ({ outcome: "failed", found, mend });
export const unknown = (found: string): Finding => ({ outcome: "unknown", found, mend: null });
export const skipped = (found: string): Finding => ({ outcome: "skipped", found, mend: null });
