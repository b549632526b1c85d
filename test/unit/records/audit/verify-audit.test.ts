import Database from "better-sqlite3";
import * as fc from "fast-check";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeEach, describe, expect, it } from "vitest";
import type { AuditAct } from "../../../../main/records/audit/audit-entry.ts";
import type { AuditVerdict } from "../../../../main/records/audit/verify-audit.ts";
import { openRecords } from "../../../../main/records/records.ts";
import { passUnit, sampleLot } from "../../../harness/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-audit-"));
afterAll(() => rmSync(folder, { recursive: true }));

let files = 0;
let file = "";
beforeEach(() => {
  files += 1;
  file = join(folder, `${files}.db`);
});

async function write(acts: readonly AuditAct[]): Promise<string> {
  const records = await openRecords({ file, practice: true });
  for (const act of acts) await records.audit.append(act);
  const head = await records.audit.head();
  await records.close();
  return head?.hash ?? "";
}

const acts = (count: number): readonly AuditAct[] =>
  Array.from({ length: count }, (_, index) => ({ act: "trust-added", subject: `root ${index}`, facts: { index } }));

/** What somebody with the file and a plain SQLite does to it. */
function tamper(...statements: readonly string[]): void {
  const raw = new Database(file);
  for (const name of ["auditAtItsEnd", "auditKept", "auditOver"]) raw.exec(`drop trigger ${name}`);
  for (const statement of statements) raw.exec(statement);
  raw.close();
}

async function verdict(anchors: readonly string[] = []): Promise<AuditVerdict> {
  const records = await openRecords({ file, practice: true });
  try {
    return await records.audit.verify(anchors);
  } finally {
    await records.close();
  }
}

describe("the audit trail", () => {
  it("holds what a line did, with who and where, and is sound", async () => {
    const records = await openRecords({ file, practice: true });
    records.audit.writeAs(() => ({ station: "Line 3", operator: "Ann" }));
    await records.lots.open(sampleLot);
    await passUnit(records, "GW1");
    await records.lots.close(sampleLot.lot);
    await records.lots.close(sampleLot.lot);
    const entries = await records.audit.list({ after: 0, limit: 100 });
    expect(entries.map(({ act, subject, operator }) => [act, subject, operator])).toEqual([
      ["audit-begun", null, null],
      ["lot-opened", "LOT-1", "Ann"],
      ["run-passed", "GW1", "Ann"],
      ["lot-closed", "LOT-1", "Ann"],
    ]);
    expect(entries[2]).toMatchObject({ station: "Line 3", facts: { registrationId: "reg-gw1", lot: "LOT-1" } });
    expect((await records.units.detail("GW1"))?.runHistory).toMatchObject([{ operator: "Ann" }]);
    expect(await records.audit.verify()).toMatchObject({ entries: 4, fault: null, head: entries[3]?.hash });
    expect(await records.audit.list({ after: 0, limit: 100 }, "GW1")).toEqual([entries[2]]);
    await records.close();
  });

  it("loses its entry with the transaction it tells of", async () => {
    const records = await openRecords({ file, practice: true });
    await records.lots.open(sampleLot);
    const before = await records.audit.head();
    await expect(records.lots.open({ ...sampleLot, recipeHash: "b".repeat(64) })).rejects.toThrow("lot-exists");
    expect(await records.audit.head()).toEqual(before);
    await records.close();
  });

  it("is refused by the file itself where our own code would change, delete or fork it", async () => {
    await write(acts(2));
    const raw = new Database(file);
    expect(() => raw.exec("update audit set subject = 'x' where seq = 1")).toThrow("never changed");
    expect(() => raw.exec("delete from audit")).toThrow("never deleted");
    const fork = "insert into audit (at, station, act, facts, previousHash, hash) values ('', '', '', '{}', null, 'h')";
    expect(() => raw.exec(fork)).toThrow("only grows at its end");
    raw.close();
  });

  it("survives characters that SQLite or JSON would write otherwise", async () => {
    const odd = '\ud800 \u0000 \u2028 é é "\\';
    await write([
      { act: "odd", subject: odd, reason: odd, operator: odd, facts: { odd, list: [odd], "10": 1, "9": -0 } },
    ]);
    expect(await verdict()).toMatchObject({ entries: 2, fault: null });
  });
});

describe("audit verify names the first entry", () => {
  const columns = ["at", "station", "operator", "act", "subject", "reason", "facts", "previousHash", "hash"];

  it.each(columns)("changed in its %s", async (column) => {
    await write(acts(4));
    tamper(
      `update audit set ${column} = ${column === "facts" ? "'{\"index\":7}'" : "'2026-01-01T00:00:00.000Z'"} where seq = 3`,
    );
    expect((await verdict()).fault).toMatchObject({ seq: 3, kind: "changed" });
  });

  it("written with facts that mean the same in other bytes", async () => {
    await write(acts(4));
    tamper(`update audit set facts = '{ "index": 1 }' where seq = 3`);
    expect((await verdict()).fault).toMatchObject({ seq: 3, kind: "changed" });
  });

  it("missing, with a gap and without", async () => {
    await write(acts(5));
    tamper("delete from audit where seq in (3, 4)");
    expect((await verdict()).fault).toMatchObject({ seq: 3, kind: "missing", detail: "entries 3 to 4 are not there" });
    tamperMore("update audit set seq = seq - 2 where seq > 4");
    expect((await verdict()).fault).toMatchObject({ seq: 3, kind: "missing" });
  });

  it("reordered", async () => {
    await write(acts(5));
    tamper(
      "update audit set seq = -3 where seq = 3",
      "update audit set seq = 3 where seq = 5",
      "update audit set seq = 5 where seq = -3",
    );
    expect((await verdict()).fault).toMatchObject({ seq: 3, kind: "reordered" });
  });

  it("put in between", async () => {
    await write(acts(4));
    tamper(
      "update audit set seq = seq + 100 where seq > 2",
      "update audit set seq = seq - 99 where seq > 100",
      `insert into audit select 3, at, station, operator, act, 'forged', reason, facts, previousHash, 'f' || substr(hash, 2) from audit where seq = 4`,
    );
    expect((await verdict()).fault).toMatchObject({ seq: 3 });
  });

  it("cut off at the end, by SQLite's own count, and by an anchor where that was changed too", async () => {
    const anchor = await write(acts(4));
    expect(await verdict([anchor.toUpperCase()])).toMatchObject({ fault: null, entries: 5 });
    tamper("delete from audit where seq > 3");
    expect((await verdict()).fault).toMatchObject({ seq: 4, kind: "missing" });
    tamperMore("update sqlite_sequence set seq = 3 where name = 'audit'");
    expect((await verdict()).fault).toBeNull();
    expect((await verdict([anchor])).fault).toMatchObject({ kind: "anchor" });
  });

  it("of a chain written anew from some point on, by an anchor", async () => {
    const anchor = await write(acts(4));
    tamper("delete from audit where seq > 3", "update sqlite_sequence set seq = 3 where name = 'audit'");
    await write(acts(3));
    expect((await verdict()).fault).toBeNull();
    expect((await verdict([anchor])).fault).toMatchObject({ kind: "anchor" });
  });

  it("of any two exchanged, any one left out, any one altered", async () => {
    await write(acts(12));
    tamper();
    const raw = new Database(file);
    const records = await openRecords({ file, practice: true });
    const at = fc.integer({ min: 2, max: 13 });
    await fc.assert(
      fc.asyncProperty(at, at, fc.constantFrom("swap", "delete", "alter"), async (one, other, how) => {
        raw.exec("create table kept as select * from audit");
        if (how === "swap") {
          raw.exec(`update audit set seq = -1 where seq = ${one}; update audit set seq = ${one} where seq = ${other};
            update audit set seq = ${other} where seq = -1`);
        } else if (how === "delete") raw.exec(`delete from audit where seq = ${one}`);
        else raw.exec(`update audit set subject = subject || 'x' where seq = ${one}`);
        const { fault, entries } = await records.audit.verify();
        raw.exec("delete from audit; insert into audit select * from kept; drop table kept");
        if (how === "swap" && one === other) expect(fault).toBeNull();
        else {
          const first = how === "swap" ? Math.min(one, other) : one;
          expect(fault).toMatchObject({
            seq: first,
            kind: { swap: "reordered", delete: "missing", alter: "changed" }[how],
          });
          expect(entries).toBe(first - 1);
        }
      }),
      { numRuns: 20 },
    );
    await records.close();
    raw.close();
  });
});

function tamperMore(statement: string): void {
  const raw = new Database(file);
  raw.exec(statement);
  raw.close();
}
