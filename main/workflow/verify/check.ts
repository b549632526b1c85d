import type { DeviceSession } from "../../device/device-session.ts";
import type { IndividualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import type { Identity } from "../../records/identities.ts";
import type { Recipe } from "../recipe/recipe-schema.ts";
import type { Plant } from "../steps/step.ts";
import type { Finding } from "./finding.ts";

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

/** Compares one thing and answers what was found, as expected or not; throws a coded error where it could not compare. */
export interface Check {
  readonly id: string;
  readonly timeoutMs: number;
  /** What is to be found. */
  expected(expected: Expected): Finding;
  run(context: CheckContext): Promise<Finding>;
}

export type Said = Pick<Finding, "says" | "facts">;

/** One line of the verdict, as it is recorded and shown. */
export interface CheckLine {
  readonly id: string;
  /** unknown: it could not be made, for no fault of the unit: no service, no cable. */
  readonly outcome: "pass" | "fail" | "unknown";
  readonly code: string | null;
  /** In English, with what the screens say it by; `foundSaid` null: an error's detail. */
  readonly expected: string;
  readonly found: string;
  readonly expectedSaid: Said;
  readonly foundSaid: Said | null;
}

export interface CheckOutcome extends CheckLine {
  /** What to do about a failure. */
  readonly sentence: string | null;
  readonly ms: number;
}

export const lineOf = ({ id, outcome, code, expected, found, expectedSaid, foundSaid }: CheckLine): CheckLine => ({
  id,
  outcome,
  code,
  expected,
  found,
  expectedSaid,
  foundSaid,
});
