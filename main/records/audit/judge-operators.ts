import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { readRow } from "../database/read-row.ts";
import type { Tables } from "../database/tables.ts";
import type { RowFault } from "./row-fault.ts";

const wrong = z.object({ subject: z.string(), detail: z.string() });

/** Who works here, and as what: nobody was put in, taken out or given another role but by an act that is told. PIN and badge are not told. */
export async function judgeOperators(database: Kysely<Tables>): Promise<RowFault | null> {
  const { rows } = await sql`
    with told as (
      select subject as name,
        max(act = 'operator-deactivated') as gone,
        (select json_extract(facts, '$.role') from audit as latest
          where latest.subject = audit.subject and latest.act in ('operator-added', 'operator-changed')
            and json_extract(latest.facts, '$.role') is not null
          order by latest.seq desc limit 1) as role
      from audit where act in ('operator-added', 'operator-changed', 'operator-deactivated') and subject is not null
      group by subject)
    select told.name as subject, 'set up, and not on record' as detail
      from told where not exists (select 1 from operators where operators.name = told.name)
    union all
    select operators.name, case when told.name is null then 'on record, and never set up'
        when operators.role is not told.role then 'role ' || operators.role || ', told was ' || told.role
        else 'active or not, otherwise than told' end
      from operators left join told on told.name = operators.name
      where told.name is null or operators.role is not told.role or operators.active is told.gone
    limit 1`.execute(database);
  if (rows[0] === undefined) return null;
  return { kind: "operator", ...readRow(wrong, rows[0]) };
}
