import { z } from "zod";
import { problemSchema } from "../../api/contract/index.ts";

/** What the worker is to do. */
export const workerOrderSchema = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("backup"), root: z.string(), out: z.string(), withKey: z.boolean() }),
  z.strictObject({ task: z.literal("check"), file: z.string() }),
]);

export type WorkerOrder = Readonly<z.infer<typeof workerOrderSchema>>;

/** What the worker is told: its order, and perhaps to stop. */
export const toWorkerSchema = z.discriminatedUnion("type", [
  z.strictObject({ type: z.literal("order"), order: workerOrderSchema }),
  z.strictObject({ type: z.literal("stop") }),
]);

export type ToWorker = z.infer<typeof toWorkerSchema>;

/** What the worker says; it begins, then it is done or has failed. */
export const fromWorkerSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("began") }),
  z.object({ type: z.literal("done"), result: z.unknown() }),
  z.object({ type: z.literal("failed"), problem: problemSchema }),
]);

export type FromWorker = z.input<typeof fromWorkerSchema>;
