import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";
import type { RowFault } from "./row-fault.ts";

const wrong = z.object({ subject: z.string() });

/** Lots and seals since the trail began (`begunAt`): opened and closed as told, each seal in it with its root. */
export async function judgeLots(database: Kysely<Tables>, begunAt: string): Promise<RowFault | null> {
  const lots = await sql`
    select lots.lot as subject from lots left join audit on audit.subject = lots.lot and audit.act = 'lot-opened'
    where lots.openedAt >= ${begunAt} and (audit.seq is null
        or json_extract(audit.facts, '$.recipeHash') is not lots.recipeHash
        or json_extract(audit.facts, '$.quantity') is not lots.quantity)
      or lots.state is not 'closed' and exists (select 1 from audit as closed
        where closed.subject = lots.lot and closed.act = 'lot-closed')
      or lots.state is 'closed' and lots.closedAt >= ${begunAt} and not exists (select 1 from audit as closed
        where closed.subject = lots.lot and closed.act = 'lot-closed')
    order by lots.id limit 1`.execute(database);
  if (lots.rows[0] !== undefined) {
    const { subject } = readRow(wrong, lots.rows[0]);
    return { kind: "lot", subject, detail: "it was opened or closed otherwise" };
  }
  const seals = await sql`
    select seals.lot as subject from seals
    where seals.createdAt >= ${begunAt} and not exists (select 1 from audit
      where audit.subject = seals.lot and audit.act = 'manifest-sealed'
        and json_extract(audit.facts, '$.digest') = seals.digest and json_extract(audit.facts, '$.root') = seals.root
        and json_extract(audit.facts, '$.count') = seals.count)
    order by seals.id limit 1`.execute(database);
  if (seals.rows[0] === undefined) return null;
  return { kind: "seal", subject: readRow(wrong, seals.rows[0]).subject, detail: "a seal of it is not as told" };
}
