import type { DeviceSession } from "../../device/device-session.ts";
import type { IndividualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import type { Identity } from "../../records/identities.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { Plant } from "../steps/step.ts";

/** What the records say of the unit that is being verified. */
export interface Expected {
  readonly identity: Identity;
  /** DER, leaf first; empty for a TPM identity. */
  readonly chain: readonly Uint8Array[];
  readonly recipe: Recipe;
  /** The entry that was recorded for the service. */
  readonly entry: IndividualEnrollment | undefined;
  /** The service has taken it once. */
  readonly enrolled: boolean;
}

export interface CheckContext {
  readonly session: DeviceSession;
  readonly plant: Plant;
  readonly expected: Expected;
  /** `undefined` when the service has no such entry. Throws `dps.*`. */
  readonly enrollmentAtService: (signal: AbortSignal) => Promise<IndividualEnrollment | undefined>;
  readonly signal: AbortSignal;
}

/** Compares one thing; throws a coded error where it is not as expected, answers what was found where it is. */
export interface Check {
  readonly id: string;
  readonly timeoutMs: number;
  /** What is to be found, for people; never a secret. */
  expected(expected: Expected): string;
  run(context: CheckContext): Promise<string>;
}

/** One line of the verdict. */
export interface CheckOutcome {
  readonly id: string;
  /** unknown: it could not be made, for no fault of the unit: no service, no cable. */
  readonly outcome: "pass" | "fail" | "unknown";
  readonly code: string | null;
  /** What to do about a failure. */
  readonly sentence: string | null;
  readonly expected: string;
  readonly found: string;
  readonly ms: number;
}
