import { z } from "zod";
import { type Problem, problemSchema } from "../api/contract/problem.ts";

/** What the shell tells the station process. `port` brings one MessagePort of a page. */
export const toStationSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("port") }),
  z.object({ type: z.literal("close") }),
]);

/** What the station process tells the shell. After `failed` it waits to be ended. */
export const fromStationSchema = z.discriminatedUnion("type", [
  /** Records of an earlier version are brought to this one: it will be ready in a minute. */
  z.object({ type: z.literal("upgrading") }),
  z.object({ type: z.literal("ready") }),
  z.object({ type: z.literal("failed"), problem: problemSchema }),
]);

export type ToStation = z.infer<typeof toStationSchema>;
export type FromStation = z.infer<typeof fromStationSchema>;
export type { Problem };
