import { oc } from "@orpc/contract";
import { z } from "zod";

export const stationInfoSchema = z.object({
  name: z.string(),
  version: z.string(),
  mode: z.enum(["practice", "real"]),
  /** The provisioning service in use, by its name in Set-up; never a host with credentials. */
  service: z.string().nullable(),
  startedAt: z.iso.datetime(),
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

export const stationContract = {
  info: oc.output(stationInfoSchema),
  service: oc.output(serviceStatusSchema),
};

export type StationInfo = z.infer<typeof stationInfoSchema>;
export type ServiceStatus = z.infer<typeof serviceStatusSchema>;
