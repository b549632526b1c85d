import { spawn } from "node:child_process";
import { once } from "node:events";
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import Database from "better-sqlite3";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { checkRecords } from "../../../main/records/backup/check-records.ts";
import { newestVersion } from "../../../main/records/migrations/migrate.ts";
import { openRecords } from "../../../main/records/records.ts";
import { type Bundle, bundleProgram } from "../../harness/bundle-program.ts";

/** The version before certificates were numbered by authority: that upgrade writes a large table anew. */
const before = 15;
const certificates = 5_000;

/** A power cut or a kill in the middle of an upgrade leaves the records as they were, and the next start upgrades them. */
describe("an upgrade that is cut off", () => {
  const folder = mkdtempSync(join(tmpdir(), "touchmark-upgrade-"));
  const kept = join(folder, "kept.db");
  let upgradeAndDie: Bundle;

  beforeAll(async () => {
    upgradeAndDie = await bundleProgram("test/harness/upgrade-and-die.ts");
    fill(kept);
  });
  afterAll(() => {
    upgradeAndDie?.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Enough that the upgrade is in the log long before it is whole. */
  function fill(file: string): void {
    const database = new Database(file);
    database.exec(readFileSync(join(import.meta.dirname, "../../fixtures/records/0015.sql"), "utf8"));
    database.pragma("journal_mode = wal");
    const copy = database.prepare(`insert into certificates (serialNumber, unit, run, authority, publicKeySha256,
      registrationId, state, chain, intendedAt, sha256)
      select ?, unit, run, authority, publicKeySha256, registrationId, state, ?, intendedAt, ? from certificates limit 1`);
    database.transaction(() => {
      for (let number = 0; number < certificates; number += 1)
        copy.run(`f${number}`, JSON.stringify([Buffer.alloc(4500, number).toString("base64")]), `${number}`);
    })();
    database.close();
  }

  function copyOf(file: string, name: string): string {
    const copy = join(folder, name);
    for (const end of ["", "-wal"]) if (existsSync(file + end)) copyFileSync(file + end, copy + end);
    return copy;
  }

  /** What any SQLite finds in the file. */
  function look(file: string) {
    const database = new Database(file);
    const one = (query: string): unknown => database.prepare(query).pluck().get();
    const found = {
      version: one("select max(version) from schemaVersions"),
      certificates: one("select count(*) from certificates"),
      chains: one("select sum(length(chain)) from certificates"),
      integrity: one("pragma integrity_check"),
      broken: database.pragma("foreign_key_check"),
      half: one("select count(*) from sqlite_schema where name like '%Anew'"),
    };
    database.close();
    return found;
  }

  const begin = (file: string, moment = "") =>
    spawn(process.execPath, [upgradeAndDie.file, file, moment], { stdio: ["ignore", "pipe", "inherit"] });

  async function upgradesAfterAll(file: string, was: ReturnType<typeof look>): Promise<void> {
    await (await openRecords({ file, practice: false })).close();
    expect(look(file)).toEqual({ ...was, version: newestVersion });
    expect(await checkRecords(file)).toMatchObject({ faults: [], audit: { fault: null }, rows: { fault: null } });
  }

  it("when all of it was written and nothing committed, by a kill and by a power cut", async () => {
    const was = look(kept);
    expect(was).toMatchObject({
      version: before,
      certificates: certificates + 1,
      integrity: "ok",
      broken: [],
      half: 0,
    });
    const file = copyOf(kept, "killed.db");
    const [, signal] = await once(begin(file, "before-end"), "exit");
    expect(signal).toBe("SIGKILL");
    expect(statSync(`${file}-wal`).size).toBeGreaterThan(10_000_000);
    // What a power cut leaves at this moment: both files, without the memory that went with them.
    const cut = copyOf(file, "cut.db");
    for (const each of [file, cut]) {
      expect(look(each)).toEqual(was);
      await upgradesAfterAll(each, was);
    }
  });

  it("at any moment", async () => {
    const was = look(kept);
    for (const [index, afterMs] of [0, 60, 250].entries()) {
      const file = copyOf(kept, `any-${index}.db`);
      const child = begin(file);
      const over = once(child, "exit");
      await once(child.stdout, "data");
      await wait(afterMs);
      child.kill("SIGKILL");
      await over;
      const found = look(file);
      expect([before, newestVersion]).toContain(found.version);
      expect({ ...found, version: before }).toEqual(was);
      await upgradesAfterAll(file, was);
    }
  });
});
