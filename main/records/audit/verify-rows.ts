import { setImmediate as letOthers } from "node:timers/promises";
import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";
import { judgeLots } from "./judge-lots.ts";
import { judgeOperators } from "./judge-operators.ts";
import type { RowFault } from "./row-fault.ts";
import { judgeUnit, type ToldUnit, toldEntry, toldMove, toldUnit } from "./judge-unit.ts";

export interface RowsVerdict {
  /** Units that were compared, up to the first that is not as told. */
  readonly units: number;
  /** Of them those older than the audit trail, of which it tells nothing. */
  readonly untold: number;
  readonly fault: RowFault | null;
}

const pageLength = 500;
const entriesAtOnce = 5_000;
const begun = z.object({ at: z.string(), runs: z.int().nonnegative() });

/**
 * Compares units, identities, certificates, states, lots, seals and operators with the entries that tell of them, page by page, and names the first that was changed
 * quietly. Says something only together with a chain that holds (`verifyAudit`).
 */
export async function verifyRows(database: Kysely<Tables>): Promise<RowsVerdict> {
  const { at, runs } = await readBegin(database);
  let [units, untold, after] = [0, 0, 0];
  for (;;) {
    const page = await readPage(database, after);
    for (const unit of page) {
      const { fault, told } = judgeUnit(unit, runs);
      units += 1;
      if (!told) untold += 1;
      if (fault !== null) return { units, untold, fault };
      after = unit.row.id;
    }
    if (page.length < pageLength) break;
    await letOthers();
  }
  const fault = (await lostUnit(database)) ?? (await judgeLots(database, at)) ?? (await judgeOperators(database));
  return { units, untold, fault };
}

/** Since when there is a trail, and how many runs there were before. */
async function readBegin(database: Kysely<Tables>): Promise<z.output<typeof begun>> {
  const { rows } = await sql`
    select at, coalesce(json_extract(facts, '$.runs'), 0) as runs from audit where act = 'audit-begun' order by seq limit 1`.execute(
    database,
  );
  return rows[0] === undefined ? { at: "", runs: 0 } : readRow(begun, rows[0]);
}

async function readPage(database: Kysely<Tables>, after: number): Promise<readonly ToldUnit[]> {
  const units = await sql`
    select units.id, units.serialNumber, units.state, identities.run, identities.deviceId, certificates.chain,
      identities.attestation, identities.registrationId, identities.endorsementKey, identities.publicKeySha256,
      identities.certificateSerialNumber, certificates.sha256 as certificateSha256, identities.enrollmentGroup,
      identities.groupService, identities.facts,
      (select min(id) from runs where runs.unit = units.id) as firstRun,
      exists (select 1 from enrollments join enrollmentChanges as change on change.enrollment = enrollments.id
        where enrollments.unit = units.id and enrollments.deviceId = identities.deviceId
          and change.state = 'done' and change.act in ('adopt', 'update', 'replace')) as deviceRenamed
    from units
      left join identities on identities.unit = units.id
      left join certificates on certificates.serialNumber = identities.certificateSerialNumber
        and certificates.authority = identities.certificateAuthority
    where units.id > ${after} order by units.id limit ${pageLength}`.execute(database);
  const rows = units.rows.map((row) => readRow(toldUnit, row));
  if (rows.length === 0) return [];
  const names = JSON.stringify(rows.map(({ serialNumber }) => serialNumber.toWellFormed()));
  const told = await sql`
    select subject, act, reason, facts from audit where subject in (select value from json_each(${names}))
      and (act in ('run-passed', 'identity-recorded', 'device-renamed') or act glob 'unit-*')
    order by seq`.execute(database);
  const ids = JSON.stringify(rows.map(({ id }) => id));
  const moved = await sql`
    select unit, act, fromState, toState, reason from unitStates where unit in (select value from json_each(${ids}))
    order by id`.execute(database);
  const entries = Map.groupBy(
    told.rows.map((row) => readRow(toldEntry, row)),
    ({ subject }) => subject,
  );
  const moves = Map.groupBy(
    moved.rows.map((row) => readRow(toldMove, row)),
    ({ unit }) => unit,
  );
  return rows.map((row) => ({
    row,
    entries: entries.get(row.serialNumber.toWellFormed()) ?? [],
    moves: moves.get(row.id) ?? [],
  }));
}

/** A unit that is told of and is not there. */
async function lostUnit(database: Kysely<Tables>): Promise<RowFault | null> {
  const { rows } = await sql<{ newest: number }>`select coalesce(max(seq), 0) as newest from audit`.execute(database);
  const newest = rows[0]?.newest ?? 0;
  for (let after = 0; after < newest; after += entriesAtOnce) {
    const lost = await sql<{ subject: string }>`
      select subject from audit where seq > ${after} and seq <= ${after + entriesAtOnce}
        and act in ('run-passed', 'identity-recorded') and subject is not null
        and not exists (select 1 from units where serialNumber = subject) limit 1`.execute(database);
    const [first] = lost.rows;
    if (first !== undefined) return { kind: "unit", subject: first.subject, detail: "it passed and is not on record" };
    await letOthers();
  }
  return null;
}
