import { eventIterator, oc } from "@orpc/contract";
import { z } from "zod";
import { secondPersonSchema } from "./people.ts";
import { problemSchema } from "./problem.ts";

const name = z.string().min(1).max(64);
const registrationId = z.string().min(1).max(128);
const reason = z.string().trim().min(1).max(500);
/** Who does it, as far as the screen knows; kept with the act. */
const by = z.string().trim().min(1).max(64).optional();
const page = { offset: z.int().nonnegative().default(0), limit: z.int().min(1).max(200).default(50) };
const count = z.int().nonnegative();

export const serviceErrorSchema = z.object({
  at: z.iso.datetime(),
  /** The station's stable code. */
  code: z.string(),
  /** The code's sentence in English, for screens whose language has none of its own. */
  sentence: z.string().default(""),
  /** For the engineer, with the service's own words and error code. */
  message: z.string(),
  /** The service's own number of the call, to be given to its support. */
  trackingId: z.string().nullable(),
  /** Of the entry the call was about; null where it was about several or none. */
  registrationId: z.string().nullable(),
});

/** A provisioning service as this station knows it. */
export const serviceOverviewSchema = z.object({
  name: z.string(),
  host: z.string(),
  /** `sas`, or `entra-…`: how the station shows who it is. */
  auth: z.string(),
  /** ok: no trouble known · none: it is set up but cannot be used. */
  state: z.enum(["ok", "busy", "unreachable", "refused", "none"]),
  /** When it came to this state; null where it is not known. */
  since: z.iso.datetime().nullable().default(null),
  /** Stable code of the trouble; null when ok. */
  code: z.string().nullable(),
  /** In trouble: left alone until then, then tried with one entry. */
  pausedUntil: z.iso.datetime().nullable(),
  queued: count,
  enrolled: count,
  /** Entries that a person must look at: conflicts and those the service refused. */
  parked: count,
  conflicts: count,
  /** Changes asked for by people that the service has not taken yet. */
  changes: count,
  /** Entries brought to the service within the last minute. */
  sentPerMinute: count,
  /** Calls made within the last minute, to be held against `pacePerMinute`. */
  callsPerMinute: count,
  /** The station's own limit of calls a minute. */
  pacePerMinute: z.int().positive(),
  /** Newest first, at most 20; forgotten at a restart. */
  lastErrors: z.array(serviceErrorSchema),
});

export const solutionSchema = z.enum(["adopt", "replace", "rename", "retry", "reject"]);

/** The entry at the service is another one than the unit's. */
export const conflictSchema = z.object({
  registrationId: z.string(),
  /** Serial number. */
  unit: z.string(),
  service: z.string(),
  at: z.iso.datetime(),
  code: z.string(),
  detail: z.string(),
  /** Keys and certificates by SHA-256, never a secret. Empty where the service did not show its entry. */
  differences: z.array(z.object({ field: z.string(), ours: z.string(), theirs: z.string() })),
  /**
   * adopt: theirs is right, the records take it · replace: ours is right, the service takes it, unless its entry changed since it was
   * looked at · rename: both are right, the unit comes under another registration id: it goes to rework, and its next run takes the new
   * name · retry: somebody mended it there, compare again · reject: this unit is not enrolled, it goes to rework.
   */
  can: z.array(solutionSchema),
  /** A solution was chosen and waits for the service. */
  solving: solutionSchema.nullable(),
  /** A registration id that is free in the records: for `rename`. Null when none was found. */
  suggested: registrationId.nullable(),
});

/** An entry the service refused. */
export const parkedSchema = z.object({
  registrationId: z.string(),
  unit: z.string(),
  service: z.string(),
  at: z.iso.datetime(),
  code: z.string(),
  detail: z.string(),
  attempts: count,
});

/** update: the enrollment settings that the station's recipe of the unit's lot has now; names, key and status stay. */
export const actSchema = z.enum(["update", "disable", "enable", "delete"]);

/** What a person wants changed at the service, and what became of it; kept for good. */
export const changeSchema = z.object({
  id: z.int(),
  registrationId: z.string(),
  unit: z.string(),
  service: z.string(),
  act: z.enum([...actSchema.options, "rotate", "promote", "adopt", "replace", "rename", "retry", "reject"]),
  reason: z.string(),
  by: z.string(),
  at: z.iso.datetime(),
  /** waiting: the service has not taken it yet; it goes on by itself. */
  state: z.enum(["waiting", "done", "failed"]),
  finishedAt: z.iso.datetime().nullable(),
  /** Why it failed, or what it waits for; of a renaming the detail says the new name. */
  code: z.string().nullable(),
  detail: z.string().nullable(),
});

export const serviceCheckSchema = z.object({
  /** `name`, `tcp`, `tls`, `answer`, `clock`, `api-version`, `authentication`, `read`, `write`, `id-scope`, `quota`, `hubs`, `groups`. */
  check: z.string(),
  /** warning: works, and will not for long or not for all · unknown: cannot be seen from here, or not asked for. */
  verdict: z.enum(["ok", "warning", "failed", "unknown"]),
  /** One line, for the engineer. */
  found: z.string(),
  whoMends: z.enum(["network", "station", "engineer", "service-owner", "wait"]).nullable(),
});

export const reconcileKindSchema = z.enum([
  "missing",
  "extra",
  "different",
  "disabled",
  "registered",
  "never-registered",
]);

/** The last comparison of a service with the records, or the one that runs. */
export const reconcileStatusSchema = z.object({
  /** interrupted: it goes on from there when started again. */
  state: z.enum(["idle", "running", "done", "interrupted", "failed"]),
  service: z.string().nullable(),
  startedAt: z.iso.datetime().nullable(),
  finishedAt: z.iso.datetime().nullable(),
  resumed: z.boolean(),
  phase: z.enum(["service", "records", "groups"]).nullable(),
  counts: z.object({
    /** Entries the service has shown so far. */
    entries: count,
    missing: count,
    extra: count,
    different: count,
    disabled: count,
    /** Devices whose registration was news. */
    registered: count,
    neverRegistered: count,
    /** Devices registered by the enrollment groups of this station's recipes. */
    groupDevices: count,
  }),
  /** What `entries` will be at least, by the records: for the bar. */
  expected: count,
  /** The first 50 of each kind. */
  first: z.array(z.object({ kind: reconcileKindSchema, registrationId: z.string(), detail: z.string() })),
  /** Null until it is done. */
  agree: z.boolean().nullable(),
  problem: problemSchema.nullable(),
});

/**
 * The provisioning services and what is between them and the records. Event `service-work` says that conflicts, parked entries or
 * changes are others now; event `reconcile` carries the status as it goes on.
 */
export const serviceContract = {
  overview: oc.output(z.object({ services: z.array(serviceOverviewSchema) })),
  /** Oldest first. */
  conflicts: oc
    .input(z.object({ ...page, service: name.optional() }))
    .output(z.object({ conflicts: z.array(conflictSchema), total: count })),
  /** Null: that entry is not, or no longer, in conflict. */
  conflict: oc.input(z.object({ registrationId })).output(conflictSchema.nullable()),
  /**
   * Resolves once it is settled, or after 5 s with a change that waits (`service-work` tells its end). `newRegistrationId`: of `rename`,
   * which asks the service whether it is free if it answers. Throws `enrollment.unknown-entry`, `enrollment.not-possible`; of a renaming
   * `enrollment.registration-id`, `enrollment.registration-id-taken`, `records.not-possible` for a unit on hold, `records.lot-closed`.
   */
  solve: oc
    .input(z.object({ registrationId, how: solutionSchema, newRegistrationId: registrationId.optional(), reason, by }))
    .output(changeSchema),
  /** Oldest first. */
  parked: oc
    .input(z.object({ ...page, service: name.optional() }))
    .output(z.object({ parked: z.array(parkedSchema), total: count })),
  /** Into the queue again: those named, or all that the service refused. */
  retryParked: oc
    .input(z.object({ registrationIds: z.array(registrationId).max(1_000).optional(), reason, by }))
    .output(z.object({ retried: count })),
  /** As `solve`; of `update` also `recipe.unknown`. A second person signs `delete`. */
  change: oc
    .input(z.object({ registrationId, act: actSchema, reason, by, second: secondPersonSchema }))
    .output(changeSchema),
  /** Newest first. */
  changes: oc
    .input(z.object({ ...page, registrationId: registrationId.optional(), waiting: z.boolean().default(false) }))
    .output(z.object({ changes: z.array(changeSchema), total: count })),
  /** Some 15 lines, the first that failed is the one to mend. Throws `set-up.unknown-service`. */
  check: oc.input(z.object({ name, canary: z.boolean().default(false) })).output(z.array(serviceCheckSchema)),
  /** The same, each line as soon as it is known. */
  checking: oc.input(z.object({ name, canary: z.boolean().default(false) })).output(eventIterator(serviceCheckSchema)),
  reconcile: {
    /** One at a time; goes on where the last one of this service was interrupted. Throws `enrollment.reconciling`. */
    start: oc
      .input(z.object({ service: name, neverRegisteredDays: z.int().min(1).max(10_000).optional() }))
      .output(reconcileStatusSchema),
    status: oc.output(reconcileStatusSchema),
    cancel: oc.output(reconcileStatusSchema),
  },
};

export type ServiceOverview = z.infer<typeof serviceOverviewSchema>;
export type ServiceError = z.infer<typeof serviceErrorSchema>;
export type ServiceConflict = z.infer<typeof conflictSchema>;
export type ConflictSolution = z.infer<typeof solutionSchema>;
export type ParkedEntry = z.infer<typeof parkedSchema>;
export type EnrollmentAct = z.infer<typeof actSchema>;
export type EnrollmentChange = z.infer<typeof changeSchema>;
export type ServiceCheck = z.infer<typeof serviceCheckSchema>;
export type ReconcileKind = z.infer<typeof reconcileKindSchema>;
export type ReconcileStatus = z.infer<typeof reconcileStatusSchema>;
