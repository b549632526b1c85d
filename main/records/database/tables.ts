import type { Generated } from "kysely";
import { z } from "zod";

/** What a device proves itself with. */
const attestation = z.enum(["tpm", "x509", "symmetric-key"]);
/** As the recipe says it. */
const recipeAttestation = z.enum(["tpm", "x509", "x509-group", "symmetric-key", "symmetric-key-group"]);
const outcome = z.enum(["running", "pass", "fail", "interrupted"]);
const enrollmentState = z.enum(["queued", "enrolled", "conflict", "rejected"]);
const fact = z.union([z.string(), z.number(), z.boolean()]);
const facts = jsonText(z.record(z.string(), fact));
const problem = z.object({
  code: z.string(),
  sentence: z.string(),
  detail: z.string(),
  retry: z.enum(["never", "same-unit", "after-fix"]),
});

/** Times are ISO 8601 UTC text; keys ending in `Key` are folded to lower case for uniqueness; JSON is kept as text. */
export const lotRow = z.object({
  id: z.int(),
  lot: z.string(),
  recipe: z.string(),
  recipeHash: z.string(),
  recipeText: z.string(),
  model: z.string(),
  attestation: recipeAttestation,
  quantity: z.int().positive().nullable(),
  state: z.enum(["open", "closed"]),
  openedAt: z.iso.datetime(),
  /** Null: nobody was signed in, or an earlier version did not write it down. */
  openedBy: z.string().nullable(),
  closedAt: z.iso.datetime().nullable(),
  closedBy: z.string().nullable(),
  /** Where it was opened; null where an earlier version did. */
  station: z.string().nullable(),
});

const unitState = z.enum(["new", "provisioned", "verified", "quarantined", "rework", "scrapped"]);

export const unitRow = z.object({
  id: z.int(),
  serialNumber: z.string(),
  model: z.string(),
  /** The lot the unit counts in: that of its first run, or the last one while it has not passed. */
  lot: z.string(),
  state: unitState,
  runs: z.int(),
  lastRun: z.int(),
  lastOutcome: outcome.nullable(),
  /** Outcome of the unit's first finished run: the first-pass yield. */
  firstOutcome: outcome.nullable(),
  passedAt: z.iso.datetime().nullable(),
  /** Serial number, registration id and lot in lower case, for the one substring search of the unit list. */
  searchText: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const unitStateRow = z.object({
  id: z.int(),
  unit: z.int(),
  fromState: unitState,
  toState: unitState,
  /** A key of `unitTransitions`. */
  act: z.string(),
  reason: z.string(),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

/** The row of an identity that was replaced in rework, as it was. */
export const formerIdentityRow = z.object({
  id: z.int(),
  unit: z.int(),
  /** The run that replaced it. */
  run: z.int(),
  identity: z.string(),
  replacedAt: z.iso.datetime(),
});

const checkOutcome = z.enum(["pass", "fail", "unknown"]);
/** A text by its code and what is put into it, for any language. */
const said = z.object({ says: z.string(), facts: z.array(z.string()).readonly() });

export const verificationRow = z.object({
  id: z.int(),
  unit: z.int(),
  outcome: checkOutcome,
  checks: jsonText(
    z.array(
      z.object({
        /** `enrollment`, `certificate-chain`, … (docs/operations.md): it never changes its meaning. */
        id: z.string(),
        /** unknown: it could not be made, for no fault of the unit. */
        outcome: checkOutcome,
        code: z.string().nullable(),
        /** In English. */
        expected: z.string(),
        found: z.string(),
        /** Left out in verifications of before; `foundSaid` null: what went wrong, in English alone. */
        expectedSaid: said.optional(),
        foundSaid: said.nullable().optional(),
      }),
    ),
  ),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

export const runRow = z.object({
  id: z.int(),
  runId: z.string(),
  lot: z.string(),
  slot: z.string(),
  unit: z.int().nullable(),
  outcome,
  startedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
  ms: z.number().nonnegative().nullable(),
  problem: jsonText(problem).nullable(),
  /** Who was signed in when it began; null for nobody, and for runs of earlier versions. */
  operator: z.string().nullable(),
  /** Null for runs of earlier versions. */
  station: z.string().nullable(),
});

export const stepRow = z.object({
  run: z.int(),
  number: z.int(),
  step: z.string(),
  outcome,
  code: z.string().nullable(),
  startedAt: z.iso.datetime(),
  ms: z.number().nonnegative().nullable(),
  measurements: facts,
});

export const identityRow = z.object({
  unit: z.int(),
  attestation,
  registrationId: z.string(),
  registrationKey: z.string(),
  deviceId: z.string(),
  /** Base64 TPM2B_PUBLIC; null for all but a TPM. */
  endorsementKey: z.string().nullable(),
  /** Of a symmetric key: SHA-256 of the key. */
  publicKeySha256: z.string(),
  certificateSerialNumber: z.string().nullable(),
  /** The name of the authority whose number that is. */
  certificateAuthority: z.string().nullable(),
  facts,
  /** Of a unit that has no entry of its own: the group it is enrolled by, and the group's service. */
  enrollmentGroup: z.string().nullable(),
  groupService: z.string().nullable(),
  run: z.int(),
  createdAt: z.iso.datetime(),
});

export const certificateRow = z.object({
  id: z.int(),
  /** Lower-case hex; no other certificate of this authority has it. */
  serialNumber: z.string(),
  unit: z.int(),
  run: z.int(),
  authority: z.string(),
  publicKeySha256: z.string(),
  registrationId: z.string(),
  state: z.enum(["intended", "issued"]),
  /** Base64 DER, leaf first. */
  chain: jsonText(z.array(z.base64()).min(1)).nullable(),
  /** Lower-case hex, of the leaf. */
  sha256: z.string().nullable(),
  notBefore: z.iso.datetime().nullable(),
  notAfter: z.iso.datetime().nullable(),
  intendedAt: z.iso.datetime(),
  issuedAt: z.iso.datetime().nullable(),
});

export const certificateRequestRow = z.object({
  id: z.int(),
  unit: z.int(),
  run: z.int(),
  lot: z.string(),
  authority: z.string(),
  registrationId: z.string(),
  publicKeySha256: z.string(),
  /** Base64 DER, PKCS #10. */
  request: z.base64(),
  validityDays: z.int().positive(),
  subject: jsonText(z.object({ O: z.string().optional(), OU: z.string().optional() })),
  /** superseded: the unit has asked with another key since. */
  state: z.enum(["awaiting", "fulfilled", "superseded"]),
  /** The certificate that came for it. */
  certificate: z.int().nullable(),
  requestedAt: z.iso.datetime(),
  settledAt: z.iso.datetime().nullable(),
});

export const symmetricKeyRow = z.object({
  id: z.int(),
  unit: z.int(),
  run: z.int(),
  registrationId: z.string(),
  registrationKey: z.string(),
  /** Lower-case hex of SHA-256 over the key the device gets. */
  keySha256: z.string(),
  /** Under the station's secret key; null once the service has it. */
  sealed: z.string().nullable(),
  intendedAt: z.iso.datetime(),
  erasedAt: z.iso.datetime().nullable(),
});

export const enrollmentRow = z.object({
  id: z.int(),
  registrationId: z.string(),
  registrationKey: z.string(),
  unit: z.int(),
  service: z.string(),
  deviceId: z.string(),
  entry: jsonText(z.record(z.string(), z.json())),
  state: enrollmentState,
  attempts: z.int(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  etag: z.string().nullable(),
  nextAttemptAt: z.iso.datetime(),
  registrationStatus: z.string().nullable(),
  assignedHub: z.string().nullable(),
  registrationDeviceId: z.string().nullable(),
  registrationAt: z.string().nullable(),
  registrationChecks: z.int(),
  nextRegistrationCheckAt: z.iso.datetime().nullable(),
  /** While in conflict: how the entry at the service differed when it was looked at, and its etag then. */
  differences: jsonText(z.array(z.object({ field: z.string(), ours: z.string(), theirs: z.string() }))).nullable(),
  theirEtag: z.string().nullable(),
  /** Deleted at the service, by a person; the state is what it was then. */
  deletedAt: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const enrollmentChangeRow = z.object({
  id: z.int(),
  enrollment: z.int(),
  registrationKey: z.string(),
  service: z.string(),
  act: z.enum([
    "disable",
    "enable",
    "delete",
    "update",
    "rotate",
    "promote",
    "adopt",
    "replace",
    "retry",
    "reject",
    "rename",
  ]),
  reason: z.string(),
  /** Who wanted it. */
  author: z.string(),
  /** Of the entry that was looked at: replaced or adopted is that one and no other. */
  expectedEtag: z.string().nullable(),
  /** Base64 DER: the new certificate of a rotation. */
  certificate: z.base64().nullable(),
  /** Of an update: the settings the entry is to have. */
  settings: jsonText(z.record(z.string(), z.json())).nullable(),
  state: z.enum(["waiting", "done", "failed"]),
  attempts: z.int(),
  nextAttemptAt: z.iso.datetime(),
  code: z.string().nullable(),
  detail: z.string().nullable(),
  intendedAt: z.iso.datetime(),
  finishedAt: z.iso.datetime().nullable(),
});

/** What a person named a unit in place of its recipe; `formerEnrollment` is the row of the entry that was abandoned for it. */
export const assignedNameRow = z.object({
  id: z.int(),
  unit: z.int(),
  change: z.int(),
  registrationId: z.string(),
  registrationKey: z.string(),
  /** Null: by the recipe, with the new registration id. */
  deviceId: z.string().nullable(),
  formerRegistrationKey: z.string(),
  formerEnrollment: z.string(),
  assignedAt: z.iso.datetime(),
});

export const groupRegistrationRow = z.object({
  unit: z.int(),
  status: z.string(),
  assignedHub: z.string().nullable(),
  deviceId: z.string().nullable(),
  /** The service's own time. */
  registeredAt: z.string().nullable(),
  seenAt: z.iso.datetime(),
});

export const enrollmentCountRow = z.object({
  service: z.string(),
  state: z.enum([...enrollmentState.options, "deleted"]),
  count: z.int().nonnegative(),
});

export const endorsementCertificateRow = z.object({
  unit: z.int(),
  run: z.int(),
  nvIndex: z.string(),
  /** Base64. */
  der: z.base64(),
  grade: z.string(),
  /** SQLite has no booleans: 0 or 1. */
  accepted: z.int().min(0).max(1),
  detail: z.string(),
  key: z.string(),
});

export const sealRow = z.object({
  id: z.int(),
  lot: z.string(),
  format: z.literal("sealed"),
  count: z.int().nonnegative(),
  root: z.string(),
  digest: z.string(),
  previous: z.string().nullable(),
  createdAt: z.iso.datetime(),
});

const auditFact = z.union([z.string(), z.number(), z.boolean(), z.null(), z.array(z.string())]);
export const auditRow = z.object({
  seq: z.int().positive(),
  at: z.iso.datetime(),
  station: z.string(),
  operator: z.string().nullable(),
  act: z.string(),
  subject: z.string().nullable(),
  reason: z.string().nullable(),
  facts: jsonText(z.record(z.string(), auditFact)),
  previousHash: z.string().nullable(),
  hash: z.string(),
});

export const operatorRow = z.object({
  id: z.int(),
  name: z.string(),
  nameKey: z.string(),
  role: z.string(),
  /** Never the PIN: salt and scrypt hash with its parameters. */
  pinHash: z.string().nullable(),
  /** HMAC-SHA256 of the badge's code under a key the records do not have. */
  badgeDigest: z.string().nullable(),
  active: z.int().min(0).max(1),
  /** Wrong PINs since the last right one. */
  misses: z.int().nonnegative(),
  lockedUntil: z.iso.datetime().nullable(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const printRow = z.object({
  id: z.int(),
  unit: z.int(),
  /** Name of the label's template, with its version. */
  template: z.string(),
  printer: z.string(),
  copies: z.int().positive(),
  outcome: z.enum(["printed", "failed"]),
  /** Of a failure. */
  code: z.string().nullable(),
  /** Every label of a unit after its first has one. */
  reprintReason: z.string().nullable(),
  /** Where one of its codes is to be scanned back, and those codes; null: nobody is asked to. */
  slot: z.string().nullable(),
  expected: jsonText(z.array(z.string())).nullable(),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

/** A label that was scanned back, or that the line went on without scanning. */
export const labelScanRow = z.object({
  id: z.int(),
  print: z.int(),
  outcome: z.enum(["right", "wrong", "none"]),
  /** Null for none. */
  scanned: z.string().nullable(),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

/** A station that has written these records: its name in Set-up, and the machine's. */
export const stationRow = z.object({
  id: z.int(),
  name: z.string(),
  host: z.string(),
  firstSeenAt: z.iso.datetime(),
  lastSeenAt: z.iso.datetime(),
});

/** A table as Kysely sees it: the row before parsing, its id made by the database. */
type Stored<Schema extends z.ZodType<unknown, { id: number }>> = Omit<z.input<Schema>, "id"> & {
  id: Generated<number>;
};

export interface Tables {
  lots: Stored<typeof lotRow>;
  units: Stored<typeof unitRow>;
  unitStates: Stored<typeof unitStateRow>;
  verifications: Stored<typeof verificationRow>;
  formerIdentities: Stored<typeof formerIdentityRow>;
  runs: Stored<typeof runRow>;
  steps: z.input<typeof stepRow>;
  identities: z.input<typeof identityRow>;
  certificates: Stored<typeof certificateRow>;
  certificateRequests: Stored<typeof certificateRequestRow>;
  symmetricKeys: Stored<typeof symmetricKeyRow>;
  enrollments: Stored<typeof enrollmentRow>;
  enrollmentChanges: Stored<typeof enrollmentChangeRow>;
  assignedNames: Stored<typeof assignedNameRow>;
  groupRegistrations: z.input<typeof groupRegistrationRow>;
  enrollmentCounts: z.input<typeof enrollmentCountRow>;
  endorsementCertificates: z.input<typeof endorsementCertificateRow>;
  seals: Stored<typeof sealRow>;
  audit: z.input<typeof auditRow>;
  operators: Stored<typeof operatorRow>;
  prints: Stored<typeof printRow>;
  labelScans: Stored<typeof labelScanRow>;
  stations: Stored<typeof stationRow>;
  facts: { name: string; value: string };
  schemaVersions: { version: number; name: string; appliedAt: string };
}

export type Attestation = z.infer<typeof attestation>;
export type RecipeAttestation = z.infer<typeof recipeAttestation>;
export type Outcome = z.infer<typeof outcome>;
export type EnrollmentState = z.infer<typeof enrollmentState>;
/** Of a unit: `group` where it is enrolled by its group, and no entry is sent. */
export const unitEnrollmentState = z.enum([...enrollmentState.options, "group"]);
export type UnitEnrollmentState = z.infer<typeof unitEnrollmentState>;
export type Facts = Readonly<Record<string, z.infer<typeof fact>>>;
export type Problem = Readonly<z.infer<typeof problem>>;

/** A column of JSON text, parsed on read. */
function jsonText<Schema extends z.ZodType>(schema: Schema) {
  return z
    .string()
    .transform((text, context): unknown => {
      try {
        return JSON.parse(text);
      } catch {
        context.addIssue({ code: "custom", message: "not JSON" });
        return z.NEVER;
      }
    })
    .pipe(schema);
}
