import { baseErrors } from "../../base/errors/base-errors.ts";
import type { StationError } from "../../base/errors/station-error.ts";
import type { Clock } from "../../base/clock.ts";
import type { DeviceDescription, DeviceKeys, DeviceSession, Registration } from "../../device/device-session.ts";
import type { CertificateAuthority } from "../../pki/authority/certificate-authority.ts";
import type { ExpectedGroup } from "../../enrollment/groups/compare-group.ts";
import type { AssignedNames } from "../../records/assigned-names.ts";
import type { Records } from "../../records/records.ts";
import type { EndorsementKeyReading } from "../../tpm/endorsement-key/read-endorsement-key.ts";
import type { Tpm } from "../../tpm/tpm.ts";
import type { JudgedCertificate } from "../endorsement/judge-certificates.ts";
import type { SymmetricKeyCustody } from "../keys/symmetric-key-custody.ts";
import type { LoadedRecipe } from "../recipe/parse-recipe.ts";

export type StepId =
  | "identify"
  | "look-up"
  | "check-group"
  | "read-endorsement-key"
  | "check-endorsement-certificate"
  | "activate-credential"
  | "persist-keys"
  | "make-key"
  | "request-certificate"
  | "issue-certificate"
  | "write-certificate"
  | "write-key"
  | "write-registration"
  | "read-back"
  | "prove-key"
  | "record"
  | "enroll";

/** group: enrolled by its group, no entry of its own is sent. */
export type EnrollmentState = "queued" | "enrolled" | "conflict" | "rejected" | "group";

/** What is worth keeping of a step, as pairs to show; never a secret. */
export type Measurements = Readonly<Record<string, string | number | boolean>>;

/** What the plant lends to every run. */
export interface Plant {
  readonly records: Records;
  readonly clock: Clock;
  /** When a person set the clock right: what is on record with a later time does not count. */
  readonly clockSetAt?: Date | undefined;
  /** Throws `recipe.no-authority`. */
  authority(name: string): Promise<CertificateAuthority>;
  /**
   * Certificates (DER) the plant trusts to issue endorsement certificates; of them the ones whose SHA-256 begins with one of
   * `fingerprints` if there are any. Throws `pki.not-trusted` for a fingerprint of none.
   */
  trustedIssuers(fingerprints?: readonly string[]): Promise<readonly Uint8Array[]>;
  /** A secret that a recipe names. Throws `set-up.secret`. */
  secret(name: string): Promise<string>;
  /** Whether entries of this service stay on this machine; a practice device may be enrolled nowhere else. Throws `set-up.unknown-service`. */
  isPracticeService(name: string): Promise<boolean>;
  readonly symmetricKeys: SymmetricKeyCustody;
  /** Settles if the group will take what `expected` says; asks the service at most once a shift. Throws `enrollment.group-*`. */
  checkGroup(service: string, group: string, expected: ExpectedGroup, signal: AbortSignal): Promise<void>;
  /** Tells the queue that an entry was recorded. */
  wakeQueue(): void;
  waitUntilSettled(
    registrationId: string,
    options: { readonly ms: number; readonly signal: AbortSignal },
  ): Promise<EnrollmentState>;
}

/** What the run was asked to do. */
export interface RunOrder {
  readonly runId: string;
  readonly slot: string;
  readonly lot: string;
  readonly recipe: LoadedRecipe;
  /** From the label; compared with what the device says, or taken where the device says nothing. */
  readonly scannedSerialNumber?: string | undefined;
}

/** What the steps have found so far; each adds its own. */
export interface Findings {
  readonly device?: DeviceDescription;
  readonly serialNumber?: string;
  /** The unit has never been here: the records hold nothing of it yet. */
  readonly isNew?: boolean;
  /** The unit has passed in an earlier run. */
  readonly passedBefore?: boolean;
  /** It may come out of this run with another key and certificate. */
  readonly inRework?: boolean;
  /** What a person named it in place of the recipe. */
  readonly assignedNames?: AssignedNames;
  readonly registrationId?: string;
  readonly deviceId?: string;
  readonly tpm?: Tpm;
  readonly endorsementKey?: EndorsementKeyReading;
  /** Every endorsement certificate in the TPM, judged. */
  readonly endorsementCertificates?: readonly JudgedCertificate[];
  readonly facts?: Measurements;
  /** Where the recipe wants the device key to be: in the device, or in its TPM. */
  readonly keys?: DeviceKeys;
  /** SubjectPublicKeyInfo (DER) of the device key. */
  readonly publicKey?: Uint8Array;
  /** What the device shares with its service. In memory only. */
  readonly symmetricKey?: Uint8Array;
  readonly certificateRequest?: Uint8Array;
  /** DER, leaf first. */
  readonly chain?: readonly Uint8Array[];
  readonly issuerChain?: readonly Uint8Array[];
  readonly certificateSerialNumber?: string;
  /** Whose number that is. */
  readonly certificateAuthority?: string;
  readonly registration?: Registration;
  readonly enrollment?: EnrollmentState | null;
}

export interface StepContext {
  readonly order: RunOrder;
  readonly plant: Plant;
  readonly session: DeviceSession;
  readonly findings: Findings;
  /** Aborts at the step's time-out, at a stop and when the unit is pulled. */
  readonly signal: AbortSignal;
  readonly elapsedMs: () => number;
}

export interface StepResult {
  readonly findings?: Findings;
  readonly measurements?: Measurements;
  /** Why the unit is set aside: the run ends here, without a verdict on it. */
  readonly setAside?: StationError;
  /** The records say PASS now: nothing that goes wrong after this makes it a failure. */
  readonly endsRun?: boolean;
}

/** One kind of step. Idempotent: the same unit under the same recipe gives the same answer. */
export interface Step {
  readonly id: StepId;
  readonly timeoutMs: number;
  run(context: StepContext): Promise<StepResult>;
}

/** A finding an earlier step must have made; its absence is a defect of the plan. */
export function need<Key extends keyof Findings>(findings: Findings, key: Key): NonNullable<Findings[Key]> {
  const value = findings[key];
  if (value === undefined || value === null) throw baseErrors.defect(`step needs "${key}", which no step has found`);
  return value;
}
