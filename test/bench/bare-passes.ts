import Database, { type Statement } from "better-sqlite3";
import { z } from "zod";

type Row = Readonly<Record<string, string | number | null>>;
const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** What a PASS leaves in the records: rows that are new, and those of the unit and its run as they are then. */
export interface PassRows {
  readonly added: readonly TableRow[];
  readonly changed: readonly TableRow[];
}

interface TableRow {
  readonly table: string;
  readonly row: Row;
}

/** The rows of the units that passed last, so many of them, read from the records of a station that may be at work. */
export function readPasses(file: string, count: number): readonly PassRows[] {
  const database = new Database(file, { readonly: true });
  const one = (query: string) => {
    const statement = database.prepare(query);
    return (value: unknown): Row => row.parse(statement.get(value));
  };
  const [identity, enrollment] = [
    one("select * from identities where unit = ?"),
    one("select * from enrollments where unit = ?"),
  ];
  const [run, audit] = [
    one("select * from runs where id = ?"),
    one("select * from audit where act = 'run-passed' and subject = ?"),
  ];
  const newest = "select subject, seq from audit where act = 'run-passed' order by seq desc limit ?";
  // In the order they passed: the audit trail takes no other.
  const inOrder = `select units.* from (${newest}) join units on units.serialNumber = subject order by seq`;
  const units = z.array(row).parse(database.prepare(inOrder).all(count));
  const passes = units.map((unit) => ({
    added: [
      { table: "identities", row: identity(unit["id"]) },
      { table: "enrollments", row: enrollment(unit["id"]) },
      { table: "audit", row: audit(unit["serialNumber"]) },
    ],
    changed: [
      { table: "runs", row: run(unit["lastRun"]) },
      { table: "units", row: unit },
    ],
  }));
  database.close();
  return passes;
}

export interface BareRecords {
  /** As many passes in a transaction as are waiting at once, each transaction on the disk before the next. Gives milliseconds. */
  write(passes: readonly PassRows[], atOnce: number): number;
  close(): void;
}

/**
 * What writes the very same rows into tables of the same shape (`file` has units and runs as they were before), by nothing but
 * prepared statements.
 */
export function openBarely(file: string): BareRecords {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("wal_autocheckpoint = 8192");
  const prepared = new Map<string, Statement>();
  const statement = (text: string): Statement => {
    const known = prepared.get(text) ?? database.prepare(text);
    prepared.set(text, known);
    return known;
  };
  const [begin, commit] = [statement("begin immediate"), statement("commit")];
  return {
    write: (passes, atOnce) => {
      const [first] = passes;
      const inserts = first?.added.map((one) => statement(insertText(one)));
      const updates = first?.changed.map((one) => statement(updateText(one)));
      const begunMs = performance.now();
      for (let from = 0; from < passes.length; from += atOnce) {
        begin.run();
        for (const { added, changed } of passes.slice(from, from + atOnce)) {
          for (const [at, { row: values }] of added.entries()) inserts?.[at]?.run(values);
          for (const [at, { row: values }] of changed.entries()) updates?.[at]?.run(values);
        }
        commit.run();
      }
      return performance.now() - begunMs;
    },
    close: () => {
      database.close();
    },
  };
}

function insertText({ table, row: values }: TableRow): string {
  const names = Object.keys(values);
  return `insert into ${table} (${names.join()}) values (${names.map((name) => `@${name}`).join()})`;
}

function updateText({ table, row: values }: TableRow): string {
  const sets = Object.keys(values).filter((name) => name !== "id" && !fixed.includes(name));
  return `update ${table} set ${sets.map((name) => `${name} = @${name}`).join()} where id = @id`;
}

/** No PASS changes them. */
const fixed: readonly string[] = [
  "serialNumber",
  "model",
  "lot",
  "runs",
  "lastRun",
  "createdAt",
  "runId",
  "slot",
  "unit",
  "startedAt",
  "operator",
];
