import type { Kysely } from "kysely";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { Tables } from "./tables.ts";
import { type Below, TransactionGroups, type TransactionTask } from "./transaction-groups.ts";

const groupsOf = new WeakMap<Kysely<Tables>, TransactionGroups>();

/** Must be said of a database before its first transaction; said again, the last word counts. */
export function standOn(database: Kysely<Tables>, below: Below): void {
  groupsOf.set(database, new TransactionGroups(database, below));
}

function groups(database: Kysely<Tables>): TransactionGroups {
  const found = groupsOf.get(database);
  if (found === undefined) throw baseErrors.defect("a database nobody has said the connection of");
  return found;
}

/**
 * Runs the task in one write transaction: all of it is durable when the promise resolves, none of it happened when it rejects, but
 * for `records.disk-fault`, where only the disk knows. What it wrote can be read by others a moment before it is durable.
 */
export const inTransaction = <Value>(database: Kysely<Tables>, task: TransactionTask<Value>): Promise<Value> =>
  groups(database).run(task, { forced: true });

/**
 * The same, but not forced to the disk by itself: a crash of the station takes nothing of it, a power cut may, unless a transaction of
 * the other kind has ended since (SQLite's log is kept in order, so what is later never survives without it). For the account of
 * how things went, and for what is asked again when it is missing; never for what must be known before something irreversible.
 */
export const inUnforcedTransaction = <Value>(database: Kysely<Tables>, task: TransactionTask<Value>): Promise<Value> =>
  groups(database).run(task, { forced: false });

/** Has everything so far forced to the disk without waiting for it; should the disk fail, the next forced transaction says so. */
export const forceSoon = (database: Kysely<Tables>): void => groups(database).forceSoon();

/** Resolves when the transactions asked for before have ended: for closing. */
export const transactionsSettled = (database: Kysely<Tables>): Promise<void> => groups(database).settled();
