import { oc } from "@orpc/contract";
import { z } from "zod";
import { problemSchema } from "./problem.ts";

export const stationInfoSchema = z.object({
  name: z.string(),
  version: z.string(),
  mode: z.enum(["practice", "real"]),
  /** The provisioning service in use, by its name in Set-up; never a host with credentials. */
  service: z.string().nullable(),
  startedAt: z.iso.datetime(),
  /** A station that nobody has set up and that has built nothing: the guide is shown. */
  fresh: z.boolean().default(false),
  /** Of screens where nobody has chosen one; null: each screen's system. */
  language: z.string().nullable().default(null),
});

/** The background queue to the provisioning service. */
export const serviceStatusSchema = z.object({
  name: z.string().nullable(),
  state: z.enum(["ok", "busy", "unreachable", "refused", "none"]),
  queued: z.int().nonnegative(),
  parked: z.int().nonnegative(),
  /** Stable code of the last failure while the state is not ok. */
  code: z.string().nullable(),
});

/** Something that concerns the whole station: `trouble.*`, or what units fail by (`records.*`). */
export const troubleSchema = problemSchema.extend({
  /** No unit passes before it is mended; false: it will be so, or be missed, one day. */
  stops: z.boolean(),
  since: z.iso.datetime(),
});

export const backupMadeSchema = z.object({
  /** On the station's machine. */
  folder: z.string(),
  createdAt: z.iso.datetime(),
  files: z.int().nonnegative(),
  /** Newest entry of the audit trail in it: to be kept elsewhere. */
  auditHead: z.string().nullable(),
});

export const recordsReportSchema = z.object({
  sound: z.boolean(),
  schemaVersion: z.int(),
  /** In SQLite's words. */
  faults: z.array(z.string()),
  auditEntries: z.int().nonnegative(),
  /** The first entry, or row beside the trail, that is not as it was written; null for none. */
  wrong: z.string().nullable(),
});

export const stationContract = {
  info: oc.output(stationInfoSchema),
  service: oc.output(serviceStatusSchema),
  /** What stops the line first. Event `troubles` tells of changes. */
  troubles: oc.output(z.array(troubleSchema)),
  /**
   * Into the backup folder of `station.yaml`, else `backups` in the data folder, while the line runs; without the key of the secrets. Throws
   * `backup.*`, `records.*`.
   */
  backup: oc.output(backupMadeSchema),
  /** Reads all of the records, while the line runs. */
  checkRecords: oc.output(recordsReportSchema),
};

export type StationInfo = z.infer<typeof stationInfoSchema>;
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;
export type Trouble = z.infer<typeof troubleSchema>;
export type BackupMade = z.infer<typeof backupMadeSchema>;
export type RecordsReport = z.infer<typeof recordsReportSchema>;
