import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { stepIdSchema } from "./line.ts";
import { rightSchema, secondPersonSchema } from "./people.ts";
import { problemSchema } from "./problem.ts";
import { saidSchema } from "./said.ts";

export const unitStateSchema = z.enum(["new", "provisioned", "verified", "quarantined", "rework", "scrapped"]);

export const unitRowSchema = z.object({
  serialNumber: z.string(),
  model: z.string(),
  lot: z.string(),
  state: unitStateSchema,
  registrationId: z.string().nullable(),
  /** group: enrolled by its group, no entry of its own is sent. */
  enrollment: z.enum(["queued", "enrolled", "conflict", "rejected", "group"]).nullable(),
  assignedHub: z.string().nullable(),
  runs: z.int().nonnegative(),
  /** set-aside: the unit waits for a certificate that is signed elsewhere. */
  lastOutcome: z.enum(["running", "pass", "fail", "interrupted", "set-aside"]).nullable(),
  updatedAt: z.iso.datetime(),
});

export const stepRecordSchema = z.object({
  id: stepIdSchema,
  outcome: z.enum(["running", "pass", "fail", "interrupted"]),
  code: z.string().nullable(),
  ms: z.number().nonnegative().nullable(),
  /** What was observed, as pairs to show: never a secret. */
  measurements: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
});

export const runRecordSchema = z.object({
  id: z.string(),
  slot: z.string(),
  lot: z.string(),
  outcome: z.enum(["running", "pass", "fail", "interrupted"]),
  startedAt: z.iso.datetime(),
  ms: z.number().nonnegative().nullable(),
  problem: problemSchema.nullable(),
  /** Who was signed in when it began; null for nobody. */
  operator: z.string().nullable().default(null),
  /** Where it was; null for runs of earlier versions. */
  station: z.string().nullable().optional(),
  steps: z.array(stepRecordSchema),
});

const oneCertificateSchema = z.object({
  subject: z.string(),
  issuer: z.string(),
  serialNumber: z.string(),
  notBefore: z.iso.datetime(),
  notAfter: z.iso.datetime(),
  sha256: z.string(),
  pem: z.string(),
});

export const certificateViewSchema = oneCertificateSchema.extend({
  /** Who vouches for it: its issuer first. */
  chain: z.array(oneCertificateSchema).optional(),
});

/** A certificate found in the unit's TPM when it last passed; null is what cannot be read in it. */
export const endorsementCertificateViewSchema = z.object({
  /** `0x01c00002`. */
  nvIndex: z.string(),
  /** `verified`, `issuer-unknown`, `expired`, `not-an-ek`, `does-not-match`, `malformed-but-readable` or `malformed`. */
  grade: z.string(),
  /** Good enough for a recipe that requires a certificate. */
  accepted: z.boolean(),
  detail: z.string(),
  /** Whose key it holds, for people. */
  key: z.string(),
  /** `key` and `detail` by codes (docs/operations.md); null: recorded before there were any. */
  keySaid: saidSchema.nullable(),
  reasons: z.array(saidSchema).nullable(),
  subject: z.string().nullable(),
  issuer: z.string().nullable(),
  serialNumber: z.string().nullable(),
  notBefore: z.iso.datetime().nullable(),
  notAfter: z.iso.datetime().nullable(),
  sha256: z.string(),
  pem: z.string(),
});

const deviceRegistrationSchema = z.object({
  status: z.string(),
  assignedHub: z.string().nullable(),
  deviceId: z.string().nullable(),
  /** The service's own time. */
  at: z.string().nullable(),
});

export const enrollmentViewSchema = z.object({
  state: z.enum(["queued", "enrolled", "conflict", "rejected"]),
  /** Of the entry at the service, by what was recorded and what people have had changed since; null: it is not there yet. */
  status: z.enum(["enabled", "disabled", "deleted"]).nullable(),
  service: z.string(),
  deviceId: z.string(),
  attempts: z.int().nonnegative(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  updatedAt: z.iso.datetime(),
  /** What the service says of the device's own registration; null until it was asked. */
  registration: deviceRegistrationSchema.nullable(),
});

export const unitStateEntrySchema = z.object({
  fromState: unitStateSchema,
  toState: unitStateSchema,
  act: z.string(),
  reason: z.string(),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

/** A label of the unit, printed or tried to. */
export const unitPrintSchema = z.object({
  template: z.string(),
  printer: z.string(),
  copies: z.int().positive(),
  outcome: z.enum(["printed", "failed"]),
  code: z.string().nullable(),
  reprintReason: z.string().nullable(),
  /** What came of scanning it back; null where that was not asked for. */
  scanBack: z
    .object({
      outcome: z.enum(["right", "wrong", "never"]),
      scanned: z.string().nullable(),
      operator: z.string().nullable(),
      at: z.iso.datetime().nullable(),
    })
    .nullish(),
  operator: z.string().nullable(),
  at: z.iso.datetime(),
});

const checkOutcomeSchema = z.enum(["pass", "fail", "unknown"]);
export const verificationCheckSchema = z.object({
  /** `enrollment`, `certificate-chain`, …: stable. */
  id: z.string(),
  outcome: checkOutcomeSchema,
  code: z.string().nullable(),
  /** In English, as recorded. */
  expected: z.string(),
  found: z.string(),
  /** The same by codes (docs/operations.md); left out in records of before, `foundSaid` null: what went wrong, in English alone. */
  expectedSaid: saidSchema.optional(),
  foundSaid: saidSchema.nullable().optional(),
});
/** What QA found of a unit. unknown: could not be made, for no fault of the unit. */
export const verificationSchema = z.object({
  outcome: checkOutcomeSchema,
  checks: z.array(verificationCheckSchema),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

export const unitDetailSchema = unitRowSchema.extend({
  attestation: z.enum(["tpm", "x509", "symmetric-key"]).nullable(),
  /** Base64 TPM2B_PUBLIC. */
  endorsementKey: z.string().nullable(),
  facts: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])),
  certificates: z.array(certificateViewSchema),
  endorsementCertificates: z.array(endorsementCertificateViewSchema),
  enrollmentDetail: enrollmentViewSchema.nullable(),
  /** The group that stands for an entry of its own. */
  enrollmentGroup: z
    .object({ id: z.string(), service: z.string(), registration: deviceRegistrationSchema.nullable() })
    .nullable(),
  runHistory: z.array(runRecordSchema),
  /** Oldest first: how it came to its state, and why. The first PASS is in the runs. */
  stateHistory: z.array(unitStateEntrySchema).optional(),
  /** Newest first, the last 100. */
  prints: z.array(unitPrintSchema).optional(),
});

export const unitActSchema = z.enum(["quarantine", "release", "rework", "scrap"]);

/** What a person may do with a unit now. */
export const unitMoveSchema = z.object({
  act: unitActSchema,
  /** The state it comes to. */
  to: unitStateSchema,
  right: rightSchema,
  /** Whether whoever is signed in has that right. */
  may: z.boolean(),
  /** A second person has to sign it. */
  second: z.boolean(),
  /** Why it would be refused, although the state allows it: `records.lot-closed`; null for nothing. */
  refused: z.string().nullable(),
});

/** By what a unit was found: `former-*` is what it had before rework, and never has again. */
export const unitNameKindSchema = z.enum([
  "serial-number",
  "registration-id",
  "device-id",
  "public-key",
  "certificate",
  "certificate-number",
  "former-registration-id",
  "former-public-key",
]);

/** A verification as it goes on. Leaving the iteration stops it: nothing is recorded then. */
export const verifyEventSchema = z.discriminatedUnion("type", [
  /** The slot is empty: it is held for the unit, which is verified when it is plugged in, not built. */
  z.object({ type: z.literal("waiting") }),
  /** Talking to the unit; `count` checks will be made. */
  z.object({ type: z.literal("started"), serialNumber: z.string(), count: z.int().nonnegative() }),
  z.object({ type: z.literal("check"), number: z.int().positive(), check: verificationCheckSchema, ms: z.number() }),
  /** Recorded; the unit is verified or on hold now. The last one. */
  z.object({
    type: z.literal("done"),
    serialNumber: z.string(),
    verification: verificationSchema,
    state: unitStateSchema,
  }),
]);

export const unitsContract = {
  /**
   * Newest first; at most 200 rows a page. `search` is the whole of a serial number, registration id, device id, or in hex the SHA-256 of
   * the endorsement key or of a certificate, and then only that unit is shown; or a part of serial number, registration id or lot.
   */
  list: oc
    .input(
      z.object({
        search: z.string().max(128).default(""),
        offset: z.int().nonnegative().default(0),
        limit: z.int().min(1).max(200).default(50),
      }),
    )
    .output(z.object({ units: z.array(unitRowSchema), total: z.int().nonnegative() })),
  get: oc.input(z.object({ serialNumber: z.string().min(1).max(128) })).output(unitDetailSchema),
  /** Asks the provisioning service for the unit's registration state now. */
  refresh: oc.input(z.object({ serialNumber: z.string().min(1).max(128) })).output(unitDetailSchema),
  /** Newest first, the last 100. */
  verifications: oc.input(z.object({ serialNumber: z.string().min(1).max(128) })).output(z.array(verificationSchema)),
  /**
   * To another state, with a reason. release: back to what it was before it was put on hold · rework: a run may give it a new key or
   * certificate · scrap: for good, signed by a second person. `records.not-possible`, `records.lot-closed`.
   */
  change: oc
    .input(
      z.object({
        serialNumber: z.string().min(1).max(128),
        act: unitActSchema,
        reason: z.string().trim().min(1).max(500),
        second: secondPersonSchema,
      }),
    )
    .output(unitDetailSchema),
  /** The acts of `change` that the unit's state allows now, in that order; empty for a scrapped one. */
  allowedMoves: oc.input(z.object({ serialNumber: z.string().min(1).max(128) })).output(z.array(unitMoveSchema)),
  /**
   * By exactly what identifies it: serial number, registration id, device id; as hex (colons and spaces do not matter) the SHA-256 of the
   * endorsement key or other public key or of a certificate, or a certificate's number; also what it had before rework. At most 10.
   */
  find: oc
    .input(z.object({ text: z.string().trim().min(1).max(512) }))
    .output(z.object({ found: z.array(z.object({ by: unitNameKindSchema, unit: unitRowSchema })) })),
  /**
   * QA's recipe on the unit in a slot: everything read again and compared. Waits for the unit up to 2 minutes where the slot is empty.
   * Throws `slot.unknown`, `slot.busy`, `slot.empty`, `unit.not-recorded`, `unit.wrong-label`, `unit.serial-missing`.
   */
  verify: oc
    .input(
      z.object({
        slotId: z.string().max(64),
        /** Left out: what the device says. */
        serialNumber: z.string().min(1).max(128).optional(),
      }),
    )
    .output(eventIterator(verifyEventSchema)),
};

export type UnitRow = z.infer<typeof unitRowSchema>;
export type Verification = z.infer<typeof verificationSchema>;
export type VerificationCheck = z.infer<typeof verificationCheckSchema>;
export type VerifyEvent = z.infer<typeof verifyEventSchema>;
export type UnitState = z.infer<typeof unitStateSchema>;
export type UnitAct = z.infer<typeof unitActSchema>;
export type UnitMove = z.infer<typeof unitMoveSchema>;
export type UnitNameKind = z.infer<typeof unitNameKindSchema>;
export type UnitDetail = z.infer<typeof unitDetailSchema>;
export type UnitPrint = z.infer<typeof unitPrintSchema>;
export type RunRecord = z.infer<typeof runRecordSchema>;
export type StepRecord = z.infer<typeof stepRecordSchema>;
export type CertificateView = z.infer<typeof certificateViewSchema>;
export type EndorsementCertificateView = z.infer<typeof endorsementCertificateViewSchema>;
export type EnrollmentView = z.infer<typeof enrollmentViewSchema>;
