import type { Kysely } from "kysely";
import type { z } from "zod";
import type { Clock } from "../base/clock.ts";
import type { AuditTrail } from "./audit/audit-trail.ts";
import { readRow } from "./database/read-row.ts";
import { verificationRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import { inTransaction } from "./database/transaction.ts";
import { moveUnit } from "./move-unit.ts";
import { recordsErrors } from "./records-errors.ts";
import { isAllowed, unitTransitions } from "./unit-transitions.ts";

const storedVerification = verificationRow.omit({ id: true, unit: true });
/** What QA found of a unit, check by check. */
export type RecordedVerification = Readonly<z.infer<typeof storedVerification>>;
export type RecordedCheck = RecordedVerification["checks"][number];

const longest = 100;

/** Verifications: kept as they were found, and what they mean for the unit. */
export class VerificationRecords {
  readonly #database: Kysely<Tables>;
  readonly #clock: Clock;
  readonly #trail: AuditTrail;

  constructor(database: Kysely<Tables>, clock: Clock, trail: AuditTrail) {
    this.#database = database;
    this.#clock = clock;
    this.#trail = trail;
  }

  /**
   * All passed: the unit is verified. One failed: it is quarantined. Some unknown: it stays what it was. A unit that is neither
   * provisioned nor verified stays what it was in any case. Throws `records.not-found`.
   */
  async add(serialNumber: string, checks: readonly RecordedCheck[]): Promise<RecordedVerification["outcome"]> {
    const outcome = outcomeOf(checks);
    await inTransaction(this.#database, async (transaction) => {
      const unit = await transaction
        .selectFrom("units")
        .select(["id", "serialNumber", "state"])
        .where("serialNumber", "=", serialNumber)
        .executeTakeFirst();
      if (unit === undefined) throw recordsErrors.notFound(`no unit ${serialNumber}`);
      const at = this.#clock.now().toISOString();
      const { operator, station } = this.#trail.author;
      await transaction
        .insertInto("verifications")
        .values({ unit: unit.id, outcome, checks: JSON.stringify(checks), operator, station, at })
        .execute();
      const failed = checks
        .filter(({ outcome: each }) => each === "fail")
        .map(({ id, code }) => `${id} ${code ?? ""}`.trim());
      this.#trail.append({ act: "unit-checked", subject: serialNumber, facts: { outcome, failed } });
      const act = outcome === "pass" ? "verify" : "fail";
      if (outcome === "unknown" || !isAllowed(act, unit.state) || unitTransitions[act].to === unit.state) return;
      const reason = outcome === "pass" ? "every check passed" : failed.join(", ");
      await moveUnit(transaction, this.#trail, unit, { act, reason, at });
    });
    return outcome;
  }

  /** Newest first, the last 100. */
  async list(serialNumber: string): Promise<readonly RecordedVerification[]> {
    const rows = await this.#database
      .selectFrom("verifications")
      .innerJoin("units", "units.id", "verifications.unit")
      .selectAll("verifications")
      .where("units.serialNumber", "=", serialNumber)
      .orderBy("verifications.id", "desc")
      .limit(longest)
      .execute();
    return rows.map((row) => readRow(storedVerification, row));
  }
}

/** Failed if one failed; unknown if none did but one could not be made. */
export function outcomeOf(checks: readonly Pick<RecordedCheck, "outcome">[]): RecordedVerification["outcome"] {
  const outcomes = checks.map(({ outcome }) => outcome);
  if (outcomes.includes("fail")) return "fail";
  return outcomes.includes("unknown") || outcomes.length === 0 ? "unknown" : "pass";
}
