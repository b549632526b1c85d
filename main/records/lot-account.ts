import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import { auditRow } from "./database/rows/station-rows.ts";
import { sealRow } from "./database/rows/lot-rows.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import type { UnitState } from "./unit-transitions.ts";

/** What there is to tell of a lot beside its counts. */
export interface LotAccount {
  /** Units by their state; a state without any is left out. */
  readonly units: Readonly<Partial<Record<UnitState, number>>>;
  readonly runs: number;
  readonly firstPassAt: string | null;
  readonly lastPassAt: string | null;
  /** Newest first, the last 100. */
  readonly seals: readonly LotSeal[];
  readonly manifests: readonly LotManifest[];
}

const keptSeal = sealRow.pick({ count: true, root: true, digest: true, createdAt: true });
/** Digests are lower-case hexadecimal SHA-256. */
export type LotSeal = Readonly<z.infer<typeof keptSeal>>;

const exportEntry = auditRow.pick({ operator: true, station: true, at: true, facts: true });
const exportFacts = z.object({ format: z.string(), count: z.int().nonnegative(), sha256: z.string() });
/** A manifest that was written, in whatever format. */
export type LotManifest = Readonly<z.infer<typeof exportFacts>> &
  Pick<z.infer<typeof exportEntry>, "operator" | "station" | "at">;

const mostKept = 100;
const stateCount = z.object({ state: unitRow.shape.state, count: z.int() });
const passes = z.object({ firstPassAt: z.string().nullable(), lastPassAt: z.string().nullable() });

export async function readLotAccount(database: Kysely<Tables>, lot: string): Promise<LotAccount> {
  const states = await sql`
    select state, count(*) as count from units where lot = ${lot} group by state`.execute(database);
  const counts = states.rows.map((row) => readRow(stateCount, row));
  const first = await sql`
    select (select min(passedAt) from units where lot = ${lot}) as firstPassAt,
      (select max(passedAt) from units where lot = ${lot}) as lastPassAt`.execute(database);
  const runs = await sql`select count(*) as count from runs where lot = ${lot}`.execute(database);
  return {
    units: Object.fromEntries(counts.map(({ state, count }) => [state, count])),
    runs: readRow(z.object({ count: z.int() }), runs.rows[0]).count,
    ...readRow(passes, first.rows[0]),
    seals: await sealsOf(database, lot),
    manifests: await manifestsOf(database, lot),
  };
}

async function sealsOf(database: Kysely<Tables>, lot: string): Promise<readonly LotSeal[]> {
  const rows = await database
    .selectFrom("seals")
    .select(["count", "root", "digest", "createdAt"])
    .where("lot", "=", lot)
    .orderBy("id", "desc")
    .limit(mostKept)
    .execute();
  return rows.map((row) => readRow(keptSeal, row));
}

/** What was handed out stands in the audit trail alone. */
async function manifestsOf(database: Kysely<Tables>, lot: string): Promise<readonly LotManifest[]> {
  const rows = await database
    .selectFrom("audit")
    .select(["operator", "station", "at", "facts"])
    .where("subject", "=", lot)
    .where("act", "=", "export-made")
    .orderBy("seq", "desc")
    .limit(mostKept)
    .execute();
  return rows.map((row) => {
    const { facts, ...who } = readRow(exportEntry, row);
    return { ...readRow(exportFacts, facts), ...who };
  });
}
