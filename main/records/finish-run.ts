import type { Kysely } from "kysely";
import type { AuditTrail } from "./audit/audit-trail.ts";
import type { Prepared } from "./database/prepared.ts";
import type { Problem } from "./database/rows/row-values.ts";
import { unitRow } from "./database/rows/unit-rows.ts";
import type { Tables } from "./database/tables.ts";
import type { FoundRun } from "./find-run.ts";
import { moveUnit } from "./move-unit.ts";

export interface RunEnd {
  readonly outcome: "pass" | "fail" | "interrupted";
  readonly problem: Problem | null;
  readonly ms: number | null;
  readonly at: string;
  /** What the unit is found by from now on; in the same update, for each one writes anew what is indexed of a unit. */
  readonly searchText?: string | undefined;
}

/** What writes in a transaction that is under way. */
export interface Writing {
  readonly database: Kysely<Tables>;
  readonly prepared: Prepared;
  readonly trail: AuditTrail;
}

const toldRow = unitRow.pick({ id: true, serialNumber: true, state: true });

const runText = "update runs set outcome = @outcome, ms = @ms, finishedAt = @at, problem = @problem where id = @run";

// A power cut says nothing of the unit, so an interrupted run is not its first.
const ended = `
  firstOutcome = iif(@outcome = 'interrupted', firstOutcome, coalesce(firstOutcome, @outcome)), updatedAt = @at,
  lastOutcome = iif(lastRun = @run, @outcome, lastOutcome)`;
const passed = `
  passedAt = coalesce(passedAt, @at), state = iif(state = 'new', 'provisioned', state),
  searchText = coalesce(@searchText, searchText)`;
const told = "where id = @unit returning id, serialNumber, state";
const unitText = `update units set ${ended} ${told}`;
const passedText = `update units set ${ended}, ${passed} ${told}`;

/** Inside a transaction: ends a running run and tells its unit, whose serial number it answers; null before it is known. */
export async function finishRun(
  { database, prepared, trail }: Writing,
  run: Pick<FoundRun, "id" | "unit">,
  { outcome, problem, ms, at, searchText }: RunEnd,
): Promise<string | null> {
  prepared.change(runText, { run: run.id, outcome, ms, at, problem: problem === null ? null : problemText(problem) });
  if (run.unit === null) return null;
  const values = { run: run.id, unit: run.unit, outcome, at };
  const unit =
    outcome === "pass"
      ? prepared.first(toldRow, passedText, { ...values, searchText: searchText ?? null })
      : prepared.first(toldRow, unitText, values);
  if (unit === undefined) return null;
  // That a new unit has passed stands in its runs; that one of rework has, in the history of its states.
  if (outcome === "pass" && unit.state === "rework")
    await moveUnit(database, trail, unit, { act: "provision", reason: "passed after rework", at });
  return unit.serialNumber;
}

// Only these four: an Error handed in here may carry more than belongs in the records.
const problemText = ({ code, sentence, detail, retry }: Problem): string =>
  JSON.stringify({ code, sentence, detail, retry });
