import { z } from "zod";
import { practiceLimits } from "./limits.ts";

const retryAfter = z.union([z.int().min(0), z.string().max(64)]).transform(String);

/** What is to go wrong; `rate` of the requests it fits, as the seed has it. */
export const scenarioRule = z.strictObject({
  fault: z.enum([
    "throttled",
    "error",
    "slow",
    "reset-before-commit",
    "reset-after-commit",
    "conflict",
    "hub-unauthorized",
    "answer",
  ]),
  /** Probability for each request, 0 to 1. */
  rate: z.number().min(0).max(1).default(1),
  /** At most so many times. */
  count: z.int().min(1).optional(),
  api: z.enum(["service", "device"]).optional(),
  /** Method and path as the manual lists them, e.g. `PUT /enrollments/:registrationId`. */
  operation: z.string().max(128).optional(),
  retryAfter: retryAfter.optional(),
  ms: z.int().min(0).max(600_000).default(1000),
  /** For `answer`. */
  errorCode: z.int().min(400_000).max(599_999).default(500_001),
  message: z.string().max(1024).optional(),
});

/** How the practice service misbehaves, from a file or over the control API. */
export const practiceScenario = z.strictObject({
  /** The same seed and the same requests: the same faults. */
  seed: z.int().min(0).max(0xffff_ffff).default(1),
  /** Added to every answer. */
  latencyMs: z.int().min(0).max(600_000).default(0),
  limits: practiceLimits.optional(),
  faults: z.array(scenarioRule).max(100).default([]),
});

export type ScenarioRule = z.infer<typeof scenarioRule>;
export type PracticeScenario = z.infer<typeof practiceScenario>;
export type PracticeScenarioInput = z.input<typeof practiceScenario>;
