import { z } from "zod";
import { jsonText } from "./json-text.ts";
import { enrollmentState } from "./row-values.ts";

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
