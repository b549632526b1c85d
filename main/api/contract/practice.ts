import { oc } from "@orpc/contract";
import { z } from "zod";
import { slotSchema } from "./line.ts";

/** What can be wrong with a virtual device on purpose. */
export const practiceFaultSchema = z.enum([
  "none",
  "silent",
  "unplugged-half-way",
  "wrong-endorsement-certificate",
  "garbage",
  "known-key",
  "no-serial",
]);

/** One call that reached the practice provisioning service. */
export const practiceCallSchema = z.object({
  at: z.iso.datetime(),
  api: z.enum(["service", "device", "mqtt"]),
  method: z.string(),
  /** Without the query; never a secret. */
  path: z.string(),
  status: z.int(),
  /** The service's error code; null where it refused nothing. */
  errorCode: z.int().nullable(),
  ms: z.number().nonnegative(),
  /** A fault that was made on purpose. */
  fault: z.string().nullable(),
});

const twinPart = z.record(z.string(), z.json());

/** A device at one of the practice hubs. */
export const practiceHubDeviceSchema = z.object({
  hub: z.string(),
  deviceId: z.string(),
  registrationId: z.string(),
  isConnected: z.boolean(),
  /** Since the station was started, as is what follows. */
  connections: z.int(),
  lastSeenAt: z.iso.datetime().nullable(),
  messages: z.int(),
  lastMessage: z.string().nullable(),
  /** Properties with their `$version`. */
  twin: z.object({ tags: twinPart, desired: twinPart, reported: twinPart }),
});

/** Only in practice mode; a real station answers `practice.not-here`. */
export const practiceContract = {
  plug: oc
    .input(z.object({ slotId: z.string().max(64), fault: practiceFaultSchema.default("none") }))
    .output(slotSchema),
  unplug: oc.input(z.object({ slotId: z.string().max(64) })).output(slotSchema),
  /** Makes the practice provisioning service answer, or not. */
  service: oc.input(z.object({ reachable: z.boolean() })).output(z.object({ reachable: z.boolean() })),
  /** What the practice provisioning service was asked lately, newest first. */
  calls: oc.input(z.object({ limit: z.int().min(1).max(500).default(100) })).output(z.array(practiceCallSchema)),
  /** Who is at the practice hubs, the last seen first. */
  hubDevices: oc
    .input(z.object({ limit: z.int().min(1).max(500).default(100) }))
    .output(z.array(practiceHubDeviceSchema)),
};

export type PracticeCall = z.infer<typeof practiceCallSchema>;
export type PracticeHubDevice = z.infer<typeof practiceHubDeviceSchema>;
export type PracticeFault = z.infer<typeof practiceFaultSchema>;
