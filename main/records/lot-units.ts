import { type Kysely, type RawBuilder, sql } from "kysely";
import { z } from "zod";
import { readRow } from "./database/read-row.ts";
import type { Tables } from "./database/tables.ts";
import { isSetAside, toUnitRow, unitColumns, type UnitRow, unitTables } from "./units.ts";
import type { UnitState } from "./unit-transitions.ts";

export interface LotUnitsOrder {
  readonly lot: string;
  /** `built`: in the order in which they were first seen. */
  readonly sort: "built" | "serial-number";
  readonly descending: boolean;
  /** `failed`: the last run did · `on-hold`: quarantined or in rework · `set-aside`: waits for a certificate. */
  readonly filter: "all" | "failed" | "on-hold" | "set-aside" | UnitState;
  /** Of the serial number. */
  readonly prefix: string;
  /** Serial number of the row that the page comes after; null for the first. */
  readonly after: string | null;
  /** Rows left out after that. */
  readonly offset: number;
  readonly limit: number;
}

export interface LotUnitsPage {
  readonly units: readonly UnitRow[];
  /** Of all pages. */
  readonly total: number;
}

/** After every code point there is. */
const lastCharacter = "\u{10FFFF}";

/** A page of a lot's units. Rows are found in an index of the sort; only those of the page are read. */
export async function readLotUnits(database: Kysely<Tables>, order: LotUnitsOrder): Promise<readonly UnitRow[]> {
  const { limit, offset } = order;
  const by = sortOf(order);
  // The plus keeps the planner from going through the whole lot in its order for the few that are wanted.
  const found = isFew(order) ? sql`+${by}` : by;
  const direction = order.descending ? sql`desc` : sql`asc`;
  const { rows } = await sql`
    select ${unitColumns} ${unitTables} where units.id in (
      select id from units where ${wantedOf(order)} ${afterOf(order, by)} order by ${found} ${direction} limit ${limit} offset ${offset}
    ) order by ${by} ${direction}`.execute(database);
  return rows.map((row) => toUnitRow(row).row);
}

/** Of all pages. */
export async function countLotUnits(database: Kysely<Tables>, order: LotUnitsOrder): Promise<number> {
  const { rows } = await sql`select count(*) as total from units where ${wantedOf(order)}`.execute(database);
  return readRow(z.object({ total: z.int() }), rows[0]).total;
}

const wantedOf = (order: LotUnitsOrder): RawBuilder<unknown> =>
  sql`units.lot = ${order.lot} ${filterOf(order)} ${prefixOf(order)}`;

const few: readonly LotUnitsOrder["filter"][] = [
  "failed",
  "on-hold",
  "set-aside",
  "quarantined",
  "rework",
  "scrapped",
  "new",
];
const isFew = ({ filter }: LotUnitsOrder): boolean => few.includes(filter);

const sortOf = ({ sort }: LotUnitsOrder): RawBuilder<unknown> =>
  sort === "built" ? sql`units.id` : sql`units.serialNumber`;

function filterOf({ filter }: LotUnitsOrder): RawBuilder<unknown> {
  if (filter === "all") return sql``;
  if (filter === "failed") return sql`and units.lastOutcome = 'fail'`;
  if (filter === "set-aside") return sql`and ${isSetAside}`;
  return filter === "on-hold" ? sql`and units.state in ('quarantined', 'rework')` : sql`and units.state = ${filter}`;
}

const prefixOf = ({ prefix }: LotUnitsOrder): RawBuilder<unknown> =>
  prefix === "" ? sql`` : sql`and units.serialNumber >= ${prefix} and units.serialNumber < ${prefix + lastCharacter}`;

/** A serial number that is nobody's has nothing after it. */
function afterOf({ after, sort, descending }: LotUnitsOrder, by: RawBuilder<unknown>): RawBuilder<unknown> {
  if (after === null) return sql``;
  const than = descending ? sql`<` : sql`>`;
  const place =
    sort === "built" ? sql`(select id from units as before where before.serialNumber = ${after})` : sql`${after}`;
  return sql`and ${by} ${than} ${place}`;
}
