import { z } from "zod";
import { jsonText } from "./json-text.ts";
import { outcome, said } from "./row-values.ts";

const unitState = z.enum(["new", "provisioned", "verified", "quarantined", "rework", "scrapped"]);

export const unitRow = z.object({
  id: z.int(),
  serialNumber: z.string(),
  model: z.string(),
  /** The lot the unit counts in: that of its first run, or the last one while it has not passed. */
  lot: z.string(),
  state: unitState,
  runs: z.int(),
  lastRun: z.int(),
  lastOutcome: outcome.nullable(),
  /** Outcome of the unit's first finished run: the first-pass yield. */
  firstOutcome: outcome.nullable(),
  passedAt: z.iso.datetime().nullable(),
  /** Serial number, registration id and lot in lower case, for the one substring search of the unit list. */
  searchText: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
});

export const unitStateRow = z.object({
  id: z.int(),
  unit: z.int(),
  fromState: unitState,
  toState: unitState,
  /** A key of `unitTransitions`. */
  act: z.string(),
  reason: z.string(),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});

/** The row of an identity that was replaced in rework, as it was. */
export const formerIdentityRow = z.object({
  id: z.int(),
  unit: z.int(),
  /** The run that replaced it. */
  run: z.int(),
  identity: z.string(),
  replacedAt: z.iso.datetime(),
});

const checkOutcome = z.enum(["pass", "fail", "unknown"]);
export const verificationRow = z.object({
  id: z.int(),
  unit: z.int(),
  outcome: checkOutcome,
  checks: jsonText(
    z.array(
      z.object({
        /** `enrollment`, `certificate-chain`, … (docs/operations.md): it never changes its meaning. */
        id: z.string(),
        /** unknown: it could not be made, for no fault of the unit. */
        outcome: checkOutcome,
        code: z.string().nullable(),
        /** In English. */
        expected: z.string(),
        found: z.string(),
        /** Left out in verifications of before; `foundSaid` null: what went wrong, in English alone. */
        expectedSaid: said.optional(),
        foundSaid: said.nullable().optional(),
      }),
    ),
  ),
  operator: z.string().nullable(),
  station: z.string(),
  at: z.iso.datetime(),
});
