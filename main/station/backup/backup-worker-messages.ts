import { z } from "zod";
import { problemSchema } from "../../api/contract/index.ts";
import { backupContents } from "./backup-contents.ts";

export const backupOrderSchema = z.strictObject({ root: z.string(), out: z.string(), withKey: z.boolean() });

/** What the thread says; it begins, then it is done or has failed. */
export const fromBackupWorkerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("began") }),
  z.object({ type: z.literal("done"), contents: backupContents }),
  z.object({ type: z.literal("failed"), problem: problemSchema }),
]);

export type FromBackupWorker = z.input<typeof fromBackupWorkerSchema>;
