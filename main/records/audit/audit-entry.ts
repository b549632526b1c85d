import { hash } from "node:crypto";
import type { z } from "zod";
import { canonicalJson } from "../../base/canonical-json.ts";
import type { auditRow } from "../database/rows/station-rows.ts";

export type AuditEntry = Readonly<z.infer<typeof auditRow>>;
export type AuditFacts = AuditEntry["facts"];

/** What was done, before it is known who did it and what was done before it. Never a secret. */
export interface AuditAct {
  /** `lot-opened`, `run-passed`, … (docs/operations.md). */
  readonly act: string;
  /** Serial number, lot, slot, fingerprint, name: what it was done to. */
  readonly subject: string | null;
  readonly reason?: string | null | undefined;
  readonly facts?: AuditFacts | undefined;
  /** Left out: whoever is signed in. */
  readonly operator?: string | null | undefined;
}

/**
 * SHA-256, lower-case hexadecimal, over the canonical JSON (`base/canonical-json.ts`) of the entry without its hash. The entry before it is in by its
 * hash, the place in the chain by its number.
 */
export function auditHash({
  seq,
  at,
  station,
  operator,
  act,
  subject,
  reason,
  facts,
  previousHash,
}: AuditBody): string {
  const body = { seq, at, station, operator, act, subject, reason, facts, previousHash };
  return hash("sha256", canonicalJson(body));
}

export type AuditBody = Omit<AuditEntry, "hash">;
