import type { Kysely } from "kysely";
import type { Tables } from "../database/tables.ts";
import { recordsErrors } from "../records-errors.ts";
import { beginOfDay, type ShiftPlan, shiftAt, shiftsOfDay } from "./shift-calendar.ts";
import type { Stretch } from "./slices.ts";

/** Of what time. Days are the plant's, from its first shift to the next morning's; `between` has both its days in it. */
export type InsightWindow =
  | { readonly range: "shift" | "today" | "7-days" | "30-days" }
  | { readonly range: "lot"; readonly lot: string }
  | { readonly range: "between"; readonly from: string; readonly to: string };

export interface InsightQuestion {
  readonly window: InsightWindow;
  /** Only units of this model; null: all. */
  readonly model: string | null;
}

/** More than anybody reads in one picture, and less than would take long. */
const mostDays = 5 * 366;
const daysBack = { today: 0, "7-days": 6, "30-days": 29 } as const;

/** Its begin and end; the end may lie ahead. Throws `records.not-found` for a lot that is none. */
export async function stretchOf(
  database: Kysely<Tables>,
  { window, plan, now }: { readonly window: InsightWindow; readonly plan: ShiftPlan; readonly now: Date },
): Promise<Stretch> {
  switch (window.range) {
    case "shift": {
      const { from, to } = shiftAt(plan, now);
      return { from, to };
    }
    case "lot":
      return bounded(plan, await stretchOfLot(database, { lot: window.lot, plan, now }));
    case "between":
      return bounded(plan, { from: beginOfDay(plan, window.from), to: beginOfDay(plan, window.to, 1) });
    default:
      return {
        from: shiftsOfDay(plan, now, -daysBack[window.range])[0].from,
        to: shiftsOfDay(plan, now, 1)[0].from,
      };
  }
}

async function stretchOfLot(
  database: Kysely<Tables>,
  { lot, plan, now }: { readonly lot: string; readonly plan: ShiftPlan; readonly now: Date },
): Promise<Stretch> {
  const found = await database
    .selectFrom("lots")
    .select(["openedAt", "closedAt"])
    .where("lot", "=", lot)
    .executeTakeFirst();
  if (found === undefined) throw recordsErrors.notFound(`no lot ${lot}`);
  // A unit of a closed lot may be built again in rework: that counts where it happens, not here.
  const end = found.closedAt === null ? now : new Date(found.closedAt);
  return { from: shiftAt(plan, new Date(found.openedAt)).from, to: shiftAt(plan, end).to };
}

/** The newest part of what is too long. */
function bounded(plan: ShiftPlan, { from, to }: Stretch): Stretch {
  const oldest = shiftsOfDay(plan, to, -mostDays)[0].from;
  return { from: from < oldest ? oldest : from, to };
}
