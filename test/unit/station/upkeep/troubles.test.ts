import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, it } from "vitest";
import type { AuthorityView, Problem, Trouble } from "../../../../main/api/contract/index.ts";
import { silentLog } from "../../../../main/base/log.ts";
import { checkAuthority, checkBackup, checkClock, checkDisk } from "../../../../main/station/upkeep/find-troubles.ts";
import { lastBackupAt, rememberBackup } from "../../../../main/station/upkeep/last-backup.ts";
import { troubleErrors } from "../../../../main/station/upkeep/trouble-errors.ts";
import { TroubleWatch } from "../../../../main/station/upkeep/trouble-watch.ts";
import { SetClock } from "../../../harness/sample-records.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-upkeep-"));
afterAll(() => rmSync(folder, { recursive: true }));
const clock = new SetClock();
const codes = (found: readonly { readonly code: string }[]): readonly string[] => found.map(({ code }) => code);

describe("a station looks", () => {
  it("for free space", async () => {
    expect(await checkDisk({ folder, lowMegabytes: 0 })()).toEqual([]);
    const found = await checkDisk({ folder, lowMegabytes: 10 ** 9 })();
    expect(codes(found)).toEqual(["trouble.disk-low"]);
    expect(found[0]?.detail).toMatch(/^\d+ MB are free/);
  });

  it("for a clock that runs behind what was written", async () => {
    const at = (newest: string | undefined, clockSetAt?: Date) =>
      checkClock({ clock, clockSetAt, newestAt: () => Promise.resolve(newest) })();
    expect(await at(undefined)).toEqual([]);
    expect(await at("2026-11-22T08:09:00.000Z")).toEqual([]);
    expect(codes(await at("2026-11-22T09:00:00.000Z"))).toEqual(["trouble.clock-behind"]);
    expect(await at("2027-11-22T09:00:00.000Z", new Date("2026-11-22T07:00:00Z"))).toEqual([]);
  });

  it("for an authority that ends or is locked", async () => {
    const authority: AuthorityView = {
      name: "line",
      pilot: false,
      custody: "token",
      locked: true,
      subject: "CN=Line",
      notAfter: null,
      chain: [],
      token: null,
      warnings: [
        { warning: "ended", subject: "CN=Root", days: -3 },
        { warning: "ends-soon", subject: "CN=Line", days: 5 },
        { warning: "shortens-devices", subject: "CN=Line", days: 5 },
      ],
    };
    expect(codes(await checkAuthority(() => Promise.resolve(authority))())).toEqual([
      "trouble.authority-ended",
      "trouble.authority-ends-soon",
      "trouble.authority-locked",
    ]);
    expect(await checkAuthority(() => Promise.resolve(undefined))()).toEqual([]);
  });

  it("for the age of its backup, or of what has none", async () => {
    const since = (at: string | undefined) =>
      checkBackup({ root: folder, everyDays: 7, clock, since: () => Promise.resolve(at) })();
    expect(await since(undefined)).toEqual([]);
    expect(await since("2026-11-20T08:00:00.000Z")).toEqual([]);
    expect(codes(await since("2026-11-15T08:00:00.000Z"))).toEqual(["trouble.backup-overdue"]);
    await rememberBackup(folder, "2026-11-21T08:00:00.000Z");
    expect(await since("2026-11-15T08:00:00.000Z")).toEqual([]);
    await rememberBackup(folder, "2026-11-10T08:00:00.000Z");
    expect(codes(await since("2026-11-22T08:00:00.000Z"))).toEqual(["trouble.backup-overdue"]);
    writeFileSync(join(folder, "last-backup.json"), "{");
    expect(await lastBackupAt(folder)).toBeUndefined();
  });
});

describe("the watch", () => {
  it("tells what is new and what is mended, once each, what stops the line first", async () => {
    const told: (readonly Trouble[])[] = [];
    let low = true;
    let first: Problem | null = null;
    const watch = new TroubleWatch({
      checks: [
        () => Promise.reject(new Error("cannot look")),
        () => Promise.resolve(low ? [troubleErrors.diskLow("1 MB")] : []),
      ],
      first: () => first,
      clock,
      log: silentLog,
      onChange: (troubles) => told.push(troubles),
    });
    await watch.look();
    await watch.look();
    expect(told.map(codes)).toEqual([["trouble.disk-low"]]);
    expect(told[0]?.[0]).toMatchObject({ stops: false, since: clock.now().toISOString() });
    clock.advance(60_000);
    first = { code: "records.disk-full", sentence: "Disk is full.", detail: "", retry: "after-fix" };
    watch.tell();
    expect(watch.troubles).toMatchObject([
      { code: "records.disk-full", stops: true },
      { code: "trouble.disk-low", stops: false, since: told[0]?.[0]?.since },
    ]);
    low = false;
    first = null;
    await watch.look();
    expect(told.map(codes)).toEqual([["trouble.disk-low"], ["records.disk-full", "trouble.disk-low"], []]);
    await watch.close();
  });
});
