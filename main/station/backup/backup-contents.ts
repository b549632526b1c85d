import { z } from "zod";

/** The account of a backup, in its folder; written last. */
export const contentsFile = "backup.json";
export const databaseFile = "station.db";
export const keyFile = "secrets/station.key";

/** Slashes on every system; never up, never absolute, so that nothing lands beside the data folder. */
const path = z
  .string()
  .max(500)
  .regex(/^[^/\\:]+(?:\/[^/\\:]+)*$/)
  .refine((value) => value.split("/").every((part) => part !== "." && part !== ".."));

const digest = z.string().regex(/^[0-9a-f]{64}$/);

const file = z.strictObject({ path, size: z.int().nonnegative(), sha256: digest });

export type BackedUpFile = Readonly<z.infer<typeof file>>;

export const backupContents = z.strictObject({
  format: z.literal("touchmark-backup"),
  version: z.literal(1),
  createdAt: z.iso.datetime(),
  /** Version of the station that made it. */
  station: z.string(),
  mode: z.enum(["practice", "real"]),
  schemaVersion: z.int().positive(),
  /** The newest entry of the audit trail; null: records of a version that had none. */
  audit: z.strictObject({ entries: z.int().nonnegative(), head: digest.nullable() }).nullable(),
  /** Whether the key that opens the secrets is in it. */
  secretKey: z.boolean(),
  files: z.array(file).max(100_000),
});

export type BackupContents = Readonly<z.infer<typeof backupContents>>;
