import { type Kysely, sql } from "kysely";
import type { Clock } from "../../base/clock.ts";
import type { Tables } from "../database/tables.ts";
import { inTransaction } from "../database/transaction.ts";
import { recordsErrors } from "../records-errors.ts";
import { first } from "./0001-first.ts";
import { endorsementCertificates } from "./0004-endorsement-certificates.ts";
import { enrollmentChanges } from "./0005-enrollment-changes.ts";
import { auditAndOperators } from "./0006-audit-and-operators.ts";
import { seals } from "./0002-seals.ts";
import { symmetricKeys } from "./0003-symmetric-keys.ts";
import { unitStates } from "./0007-unit-states.ts";
import { enrollmentSettings } from "./0008-enrollment-settings.ts";
import { certificateThumbprints } from "./0009-certificate-thumbprints.ts";
import { certificateRequests } from "./0010-certificate-requests.ts";
import { assignedNames } from "./0011-assigned-names.ts";
import { runsByTime } from "./0012-runs-by-time.ts";
import { printsAndStations } from "./0013-prints-and-stations.ts";
import { groupRegistrations } from "./0014-group-registrations.ts";
import { lotCounts } from "./0015-lot-counts.ts";
import { numbersByAuthority } from "./0016-numbers-by-authority.ts";
import { labelScans } from "./0017-label-scans.ts";
import { endorsementReasons } from "./0018-endorsement-reasons.ts";

interface Migration {
  readonly version: number;
  readonly name: string;
  readonly statements: readonly string[];
  /** Tables that were made anew, or refer to one: what they refer to must be there afterwards. */
  readonly referring?: readonly string[];
}

const migrations: readonly Migration[] = [
  { version: 1, name: "first", statements: first },
  { version: 2, name: "seals", statements: seals },
  { version: 3, name: "symmetric-keys", statements: symmetricKeys },
  { version: 4, name: "endorsement-certificates", statements: endorsementCertificates },
  { version: 5, name: "enrollment-changes", statements: enrollmentChanges },
  { version: 6, name: "audit-and-operators", statements: auditAndOperators },
  { version: 7, name: "unit-states", statements: unitStates },
  { version: 8, name: "enrollment-settings", statements: enrollmentSettings },
  { version: 9, name: "certificate-thumbprints", statements: certificateThumbprints },
  { version: 10, name: "certificate-requests", statements: certificateRequests },
  { version: 11, name: "assigned-names", statements: assignedNames },
  { version: 12, name: "runs-by-time", statements: runsByTime },
  { version: 13, name: "prints-and-stations", statements: printsAndStations },
  { version: 14, name: "group-registrations", statements: groupRegistrations },
  { version: 15, name: "lot-counts", statements: lotCounts },
  {
    version: 16,
    name: "numbers-by-authority",
    statements: numbersByAuthority,
    referring: ["certificates", "certificateRequests"],
  },
  { version: 17, name: "label-scans", statements: labelScans },
  { version: 18, name: "endorsement-reasons", statements: endorsementReasons },
];

export const newestVersion = Math.max(...migrations.map(({ version }) => version));

const versionsTable =
  "create table schemaVersions (version integer primary key, name text not null, appliedAt text not null) strict";

export interface Upgrade {
  readonly from: number;
  readonly to: number;
}

export interface MigrateOptions {
  readonly practice: boolean;
  readonly clock: Clock;
  /** Before records of an earlier version are brought to this one, which a large file takes a minute for. */
  readonly onUpgrade?: ((upgrade: Upgrade) => void) | undefined;
}

/**
 * Brings the file to the newest version, all missing migrations in one transaction, and marks a new file practice or real.
 * Throws `records.newer` for a file of a newer station and `records.mode` for one of the other mode, having changed nothing. Foreign keys
 * must be off: a table that is made anew is missing for a moment.
 */
export function migrate(database: Kysely<Tables>, { practice, clock, onUpgrade }: MigrateOptions): Promise<void> {
  return inTransaction(database, async (transaction) => {
    const version = await versionOf(transaction);
    if (version > newestVersion) {
      throw recordsErrors.newer(`records are at version ${version}, this station knows up to ${newestVersion}`);
    }
    if (version === 0) await sql.raw(versionsTable).execute(transaction);
    else await checkMode(transaction, practice);
    if (version > 0 && version < newestVersion) onUpgrade?.({ from: version, to: newestVersion });
    for (const migration of migrations.filter((each) => each.version > version)) {
      await apply(transaction, migration, clock);
    }
    if (version === 0)
      await transaction
        .insertInto("facts")
        .values({ name: "mode", value: modeName(practice) })
        .execute();
  });
}

async function versionOf(database: Kysely<Tables>): Promise<number> {
  const tables = await sql<{ name: string }>`select name from sqlite_schema where type = 'table'`.execute(database);
  if (tables.rows.length === 0) return 0;
  if (!tables.rows.some(({ name }) => name === "schemaVersions")) {
    throw recordsErrors.damaged("the file is a database, but not one of this station's");
  }
  const newest = await database
    .selectFrom("schemaVersions")
    .select("version")
    .orderBy("version", "desc")
    .executeTakeFirst();
  return newest?.version ?? 0;
}

async function apply(database: Kysely<Tables>, migration: Migration, clock: Clock): Promise<void> {
  const { version, name, statements, referring = [] } = migration;
  for (const statement of statements) await sql.raw(statement).execute(database);
  for (const table of referring) await checkReferences(database, table);
  await database.insertInto("schemaVersions").values({ version, name, appliedAt: clock.now().toISOString() }).execute();
}

async function checkReferences(database: Kysely<Tables>, table: string): Promise<void> {
  const { rows } = await sql`select parent from pragma_foreign_key_check(${table}) limit 1`.execute(database);
  if (rows.length > 0) throw recordsErrors.damaged(`a row of ${table} names a row that is not there`);
}

async function checkMode(database: Kysely<Tables>, practice: boolean): Promise<void> {
  const mode = await database.selectFrom("facts").select("value").where("name", "=", "mode").executeTakeFirst();
  if (mode?.value === modeName(practice)) return;
  throw recordsErrors.mode(
    `records are marked "${mode?.value ?? "nothing"}" and were opened as "${modeName(practice)}"`,
  );
}

const modeName = (practice: boolean): string => (practice ? "practice" : "real");
