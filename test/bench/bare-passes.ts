import Database from "better-sqlite3";
import { z } from "zod";

type Row = Readonly<Record<string, string | number | null>>;
const row = z.record(z.string(), z.union([z.string(), z.number(), z.null()]));

/** What a PASS leaves in the records: rows that are new, and those of the unit and its run as they are then. */
export interface PassRows {
  readonly added: readonly { readonly table: string; readonly row: Row }[];
  readonly changed: readonly { readonly table: string; readonly row: Row }[];
}

/** The rows of every unit that has passed, read from the records of a station. */
export function readPasses(file: string): readonly PassRows[] {
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
  // In the order they passed: the audit trail takes no other.
  const inOrder =
    "select units.* from audit join units on units.serialNumber = audit.subject where act = 'run-passed' order by seq";
  const units = z.array(row).parse(database.prepare(inOrder).all());
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

/**
 * Writes the very same rows into tables of the same shape (`file` has units and runs as they were before), by nothing but prepared statements: as
 * many passes in a transaction as are waiting at once, each transaction on the disk before the next. Gives milliseconds.
 */
export function writeBarely(file: string, passes: readonly PassRows[], atOnce: number): number {
  const database = new Database(file);
  database.pragma("journal_mode = WAL");
  database.pragma("synchronous = FULL");
  database.pragma("foreign_keys = ON");
  database.pragma("wal_autocheckpoint = 8192");
  const [first] = passes;
  const inserts = first?.added.map(({ table, row: values }) => {
    const names = Object.keys(values);
    return database.prepare(
      `insert into ${table} (${names.join()}) values (${names.map((name) => `@${name}`).join()})`,
    );
  });
  const updates = first?.changed.map(({ table, row: values }) => {
    const sets = Object.keys(values).filter((name) => name !== "id" && !fixed.includes(name));
    return database.prepare(`update ${table} set ${sets.map((name) => `${name} = @${name}`).join()} where id = @id`);
  });
  const begunMs = performance.now();
  for (let from = 0; from < passes.length; from += atOnce) {
    database.exec("begin immediate");
    for (const { added, changed } of passes.slice(from, from + atOnce)) {
      for (const [at, { row: values }] of added.entries()) inserts?.[at]?.run(values);
      for (const [at, { row: values }] of changed.entries()) updates?.[at]?.run(values);
    }
    database.exec("commit");
  }
  const ms = performance.now() - begunMs;
  database.close();
  return ms;
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
