import { setImmediate as letOthers } from "node:timers/promises";
import { canonicalJson } from "../../base/canonical-json.ts";
import { auditRow } from "../database/rows/station-rows.ts";
import type { Tables } from "../database/tables.ts";
import { type AuditEntry, auditHash } from "./audit-entry.ts";
import { type Kysely, sql } from "kysely";

/**
 * changed: it is not what was written · missing: entries that were there are not · reordered: it was written at another place ·
 * broken: it does not follow the one before it · anchor: the chain is sound, but not the one the anchor was taken from, or cut off
 * before it.
 */
export type AuditFault = "changed" | "missing" | "reordered" | "broken" | "anchor";

export interface AuditVerdict {
  /** Entries that hold, from the first on. */
  readonly entries: number;
  /** Hash of the last of them, null for none. */
  readonly head: string | null;
  /** The first that does not; `seq` is its place in the chain. */
  readonly fault: { readonly kind: AuditFault; readonly seq: number; readonly detail: string } | null;
}

/** An entry as it stands in the file; undefined members of a row that no longer has the form of one. */
interface Stored {
  readonly seq: number;
  readonly row: unknown;
  readonly entry: AuditEntry | undefined;
}

const pageLength = 1_000;

/** Reads the whole chain and names the first entry that is not as it was written. `anchors` are hashes that must be in it. */
export async function verifyAudit(database: Kysely<Tables>, anchors: readonly string[]): Promise<AuditVerdict> {
  const wanted = new Set(anchors.map((anchor) => anchor.toLowerCase()));
  let entries = 0;
  let head: string | null = null;
  for await (const stored of storedEntries(database)) {
    const { entry } = stored;
    const follows = entry !== undefined && entry.seq === entries + 1 && entry.previousHash === head;
    if (!follows || auditHash(entry) !== entry.hash) {
      return { entries, head, fault: await nameFault(database, stored, { entries, head }) };
    }
    entries = entry.seq;
    head = entry.hash;
    wanted.delete(head);
  }
  const fault = entries === 0 ? nothingThere : ((await missingTail(database, entries)) ?? lostAnchor(wanted, entries));
  return { entries, head, fault };
}

/** Records that have been opened once have an entry. */
const nothingThere: AuditVerdict["fault"] = { kind: "missing", seq: 1, detail: "there is no entry at all" };

async function* storedEntries(database: Kysely<Tables>): AsyncGenerator<Stored, void> {
  for (let after = Number.MIN_SAFE_INTEGER; ; ) {
    const rows = await database
      .selectFrom("audit")
      .selectAll()
      .where("seq", ">", after)
      .orderBy("seq")
      .limit(pageLength)
      .execute();
    for (const row of rows) {
      yield { seq: row.seq, row, entry: entryOf(row) };
      after = row.seq;
    }
    if (rows.length < pageLength) return;
    await letOthers();
  }
}

/** Undefined for what was not written by us: another form, or facts that mean the same in other bytes. */
function entryOf(row: { readonly facts: string }): AuditEntry | undefined {
  const { data } = auditRow.safeParse(row);
  return data !== undefined && canonicalJson(data.facts) === row.facts ? data : undefined;
}

interface Sound {
  readonly entries: number;
  readonly head: string | null;
}

async function nameFault(
  database: Kysely<Tables>,
  { seq, entry }: Stored,
  sound: Sound,
): Promise<AuditVerdict["fault"]> {
  const expected = sound.entries + 1;
  if (seq > expected) {
    const detail =
      seq === expected + 1 ? `entry ${expected} is not there` : `entries ${expected} to ${seq - 1} are not there`;
    return { kind: "missing", seq: expected, detail };
  }
  if (entry === undefined) return { kind: "changed", seq, detail: `entry ${seq} does not have the form of one` };
  const written = auditHash(entry) === entry.hash ? seq : await placeOf(database, entry);
  if (written === undefined) return { kind: "changed", seq, detail: `entry ${seq} is not what was written` };
  const elsewhere = await database
    .selectFrom("audit")
    .select("seq")
    .where("previousHash", "is", sound.head)
    .where("seq", "!=", seq)
    .executeTakeFirst();
  if (written === seq) {
    if (elsewhere !== undefined)
      return { kind: "reordered", seq, detail: `the entry written here stands at ${elsewhere.seq}` };
    return {
      kind: "broken",
      seq,
      detail: `entry ${seq} does not follow the one before it: one was put in or exchanged`,
    };
  }
  if (elsewhere === undefined)
    return { kind: "missing", seq, detail: `entry ${seq} is not there; entry ${written} stands in its place` };
  return { kind: "reordered", seq, detail: `entry ${written} stands where entry ${elsewhere.seq} now stands belongs` };
}

/** The number the entry was written with, if it is otherwise unchanged. */
async function placeOf(database: Kysely<Tables>, entry: AuditEntry): Promise<number | undefined> {
  const { rows } = await sql<{ last: number }>`select max(seq) as last from audit`.execute(database);
  const last = (await sequence(database)) ?? rows[0]?.last ?? 0;
  for (let seq = 1; seq <= last; seq += 1) if (auditHash({ ...entry, seq }) === entry.hash) return seq;
  return undefined;
}

/** SQLite counts how many numbers it has given out: the least a thoughtless hand forgets. */
async function missingTail(database: Kysely<Tables>, entries: number): Promise<AuditVerdict["fault"]> {
  const given = (await sequence(database)) ?? 0;
  if (given <= entries) return null;
  return { kind: "missing", seq: entries + 1, detail: `the last entries, ${entries + 1} to ${given}, are not there` };
}

async function sequence(database: Kysely<Tables>): Promise<number | undefined> {
  const { rows } = await sql<{ seq: number }>`select seq from sqlite_sequence where name = 'audit'`.execute(database);
  return rows[0]?.seq;
}

function lostAnchor(wanted: ReadonlySet<string>, entries: number): AuditVerdict["fault"] {
  const [anchor] = wanted;
  if (anchor === undefined) return null;
  return { kind: "anchor", seq: entries, detail: `no entry has the hash ${anchor}: cut off, or written anew` };
}
