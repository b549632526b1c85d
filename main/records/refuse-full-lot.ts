import { z } from "zod";
import type { Prepared } from "./database/prepared.ts";
import { lotRow } from "./database/rows/lot-rows.ts";
import { recordsErrors } from "./records-errors.ts";

const limitRow = lotRow.pick({ quantity: true, state: true });
const countRow = z.object({ taken: z.int() });
const lotText = "select quantity, state from lots where lot = @lot";
const takenText = `
  select count(*) as taken from units
  where lot = @lot and (passedAt is not null or lastOutcome = @running) and state <> 'scrapped' and id is not @unit`;

/**
 * Inside a transaction. Throws `records.lot-closed`, and `records.lot-full` when the lot's quantity is reached without this unit; scrap takes
 * no place, `countRunning` counts the units at work as well.
 */
export function refuseFullLot(
  prepared: Prepared,
  { lot, unit, countRunning }: { readonly lot: string; readonly unit: number | null; readonly countRunning: boolean },
): void {
  const found = prepared.first(limitRow, lotText, { lot });
  if (found?.state === "closed") throw recordsErrors.lotClosed(`lot ${lot} is closed`);
  if (found === undefined || found.quantity === null) return;
  const running = countRunning ? "running" : null;
  const { taken } = prepared.first(countRow, takenText, { lot, unit, running }) ?? { taken: 0 };
  if (taken >= found.quantity) throw recordsErrors.lotFull(`lot ${lot} has ${taken} of ${found.quantity} units`);
}
