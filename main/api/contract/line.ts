import { oc } from "@orpc/contract";
import { z } from "zod";
import { slotLabelSchema } from "./labels.ts";
import { problemSchema } from "./problem.ts";

/** Ids of the run's steps, in no order; the recipe decides which and when. The renderer has a word for each. */
export const stepIdSchema = z.enum([
  "identify",
  "look-up",
  "check-group",
  "read-endorsement-key",
  "check-endorsement-certificate",
  "activate-credential",
  "persist-keys",
  "make-key",
  "request-certificate",
  "issue-certificate",
  "write-certificate",
  "write-key",
  "write-registration",
  "read-back",
  "prove-key",
  "record",
  "enroll",
]);

export const slotNameSchema = z.string().trim().min(1).max(16);

export const slotSchema = z.object({
  id: z.string(),
  name: z.string(),
  /**
   * waiting: no unit · scan: unit there, its label must be scanned · running · pass · fail · set-aside: the unit waits for what the problem
   * names, and comes again · off: port not there or not allowed.
   */
  state: z.enum(["waiting", "scan", "running", "pass", "fail", "set-aside", "off"]),
  /** Whether a device is in the slot now; a result stays after the unit is taken out. */
  present: z.boolean(),
  /**
   * Why the station leaves alone what is plugged in here: the port is not allowed, or the device is another than the recipe
   * speaks of, or QA verifies in it. The state is then `off` (or the last result), muted, never a failure; null or left out: nothing is skipped.
   */
  skipped: z.enum(["port-not-allowed", "other-device", "verifying"]).nullable().optional(),
  serialNumber: z.string().nullable(),
  registrationId: z.string().nullable(),
  runId: z.string().nullable(),
  step: z.object({ id: stepIdSchema, number: z.int().positive(), count: z.int().positive() }).nullable(),
  startedAt: z.iso.datetime().nullable(),
  /** Time of the finished run. */
  elapsedMs: z.number().nonnegative().nullable(),
  /** Typical time of a unit under this recipe, as seen so far. */
  expectedMs: z.number().positive().nullable(),
  problem: problemSchema.nullable(),
  /** What the worker does now; `red-bin` after the second failure of the same unit. */
  next: z.enum([
    "plug-in",
    "scan-label",
    "wait",
    "take-out",
    "set-aside",
    "reseat",
    "try-again",
    "red-bin",
    "call-engineer",
  ]),
  /** group: enrolled by its group, no entry of its own is sent. */
  enrollment: z.enum(["queued", "enrolled", "conflict", "rejected", "group"]).nullable(),
  /** Of the unit that passed. */
  label: slotLabelSchema.nullable().optional(),
});

export const scanResultSchema = z.object({
  accepted: z.boolean(),
  slotId: z.string().nullable(),
  problem: problemSchema.nullable(),
  /** What would have been taken: the product, and what its serial numbers look like (a regular expression). */
  expected: z.object({ model: z.string(), serialNumber: z.string() }).nullable().optional(),
});

const slotRef = z.object({ slotId: z.string().max(64) });

export const lineContract = {
  slots: oc.output(z.array(slotSchema)),
  /** A code from the scanner or the scan field, 1 to 256 printable characters. */
  scan: oc
    .input(
      z.object({
        code: z.string().min(1).max(256),
        /** What the code may mean as a serial number, the likeliest first (GS1 AI 21, `SN:`); left out: the code. */
        serialNumbers: z.array(z.string().min(1).max(256)).max(8).optional(),
        /** The slot whose own code was scanned, or that was pressed, before. */
        slotId: z.string().max(64).optional(),
      }),
    )
    .output(scanResultSchema),
  /** Runs the unit in the slot once more. */
  retry: oc.input(slotRef).output(slotSchema),
  /** Stops the running unit; it ends as a failure `station.cancelled`. */
  stop: oc.input(slotRef).output(slotSchema),
};

export type StepId = z.infer<typeof stepIdSchema>;
export type Slot = z.infer<typeof slotSchema>;
export type ScanResult = z.infer<typeof scanResultSchema>;
