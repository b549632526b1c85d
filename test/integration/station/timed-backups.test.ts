import { execFile, spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { promisify } from "node:util";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { systemClock } from "../../../main/base/clock.ts";
import { silentLog } from "../../../main/base/log.ts";
import { checkRecords, isSound } from "../../../main/records/backup/check-records.ts";
import { openRecords } from "../../../main/records/records.ts";
import { checkBackup } from "../../../main/station/backup/check-backup.ts";
import { readMadeBackups } from "../../../main/station/backup/made-backups.ts";
import { StationBackups } from "../../../main/station/backup/station-backups.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";
import { ownDisk } from "../../soak/full-disk/bad-disks.ts";

const harness = join(import.meta.dirname, "../../harness");
let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-timed-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const namesIn = (place: string): readonly string[] => readdirSync(place).sort();
const namesOf = (place: string): readonly string[] => (existsSync(place) ? namesIn(place) : []);

describe("a station's backups", () => {
  it("are read back, booked with their check, and only the oldest of the clock's own go", async () => {
    const records = await openRecords({ file: join(folder, "station.db"), practice: false });
    await records.lots.open(sampleLot);
    await passUnit(records, "GW0");
    let station = "Line 1";
    const backups = new StationBackups({
      root: folder,
      station: () => station,
      audit: records.audit,
      settings: () => ({ backupsKept: 2 }),
      clock: systemClock,
      log: silentLog,
    });
    const { signal } = new AbortController();
    const byHand = await backups.make("person", signal);
    const [first, same] = await Promise.all([backups.make("clock", signal), backups.make("person", signal)]);
    expect(same).toEqual(first);
    const second = await backups.make("clock", signal);
    station = "Line 2";
    const third = await backups.make("clock", signal);
    const left = [byHand, second, third].map((made) => made.folder);
    expect(namesIn(join(folder, "backups")).map((name) => join(folder, "backups", name))).toEqual(left.toSorted());
    for (const one of left) expect(isSound(await checkRecords(join(one, "station.db")))).toBe(true);
    const acts = (await records.audit.list({ after: 0, limit: 100 })).filter(({ act }) => act.startsWith("backup"));
    const made = "backup-made";
    expect(acts.map(({ act }) => act)).toEqual([made, made, made, made, "backup-removed"]);
    expect(acts[1]).toMatchObject({ operator: null, facts: { timed: true, checked: true, head: first.auditHead } });
    expect((await records.audit.verify()).fault).toBeNull();
    await expect(backups.make("clock", AbortSignal.abort())).rejects.toMatchObject({ code: "station.cancelled" });
    expect(namesIn(join(folder, "backups"))).toHaveLength(3);
    await backups.close();
    await records.close();
  });

  it("that are cut off by the power are no backups, and are cleared away by the next", async () => {
    const records = await openRecords({ file: join(folder, "station.db"), practice: false });
    await records.lots.open(sampleLot);
    for (let unit = 0; unit < 50; unit += 1) await passUnit(records, `GW${unit}`);
    await records.close();
    const place = join(folder, "backups");
    const isHalfMade = (name: string) => name.startsWith(".");
    // While it is made, and while it is read back.
    for (const isMoment of [isHalfMade, (name: string) => !isHalfMade(name)]) {
      const child = spawn(process.execPath, [join(harness, "back-up-and-die.ts"), folder]);
      const gone = new Promise((resolve) => void child.once("exit", resolve));
      while (child.exitCode === null && !namesOf(place).some(isMoment)) await delay(1);
      child.kill("SIGKILL");
      await gone;
    }
    const again = await openRecords({ file: join(folder, "station.db"), practice: false });
    const backups = new StationBackups({
      root: folder,
      station: () => "Line 1",
      audit: again.audit,
      settings: () => ({ backupsKept: 2 }),
      clock: systemClock,
      log: silentLog,
    });
    const last = await backups.make("clock", new AbortController().signal);
    const names = namesIn(place);
    expect(names.filter((name) => name.startsWith("."))).toEqual([]);
    expect(names).toContain(basename(last.folder));
    expect(names.length).toBeLessThanOrEqual(2);
    for (const name of names) await checkBackup(join(place, name));
    expect((await readMadeBackups(folder)).made.at(-1)?.path).toBe(last.folder);
    expect((await again.audit.verify()).fault).toBeNull();
    await again.close();
  });

  it.skipIf(ownDisk() === undefined)(
    "say what is wrong with their disk, and leave nothing half-made on it",
    async () => {
      const [first = "", ...more] = ownDisk() ?? [];
      const words = [first, ...more, process.execPath, join(harness, "back-up-in-bad-place.ts"), folder];
      const { stdout } = await promisify(execFile)("unshare", words);
      const told: unknown = JSON.parse(stdout);
      expect(told).toEqual([
        { code: "made", left: 1 },
        ...[1, 1, 1].map((left) => ({ code: "backup.place-full", left })),
        { code: "backup.place-closed", left: 1 },
        { code: "made", left: 1 },
        { code: "backup.place-gone", left: 0 },
      ]);
    },
  );
});

it("a folder that is gone is said above the line and mended at Set-up, beside a station at work", async () => {
  const settings = join(folder, "station.yaml");
  writeFileSync(settings, `station: Line 3\ntimedBackup: 8\nbackupFolder: ${join(folder, "nowhere")}\n`);
  const station = await startStation({ dataFolder: folder, mode: "real", log: silentLog });
  try {
    const client = createRouterClient(station.router);
    const codes = async () => (await client.station.troubles()).map(({ code }) => code);
    // Any change of the settings has it tried at once.
    await client.settings.change({ station: "Line 4" });
    await expect.poll(codes, { timeout: 30_000 }).toContain("backup.place-gone");
    expect(await client.station.info()).toMatchObject({ name: "Line 4" });
    const place = join(folder, "somewhere");
    await client.settings.change({ backupFolder: place });
    await expect.poll(codes, { timeout: 30_000 }).not.toContain("backup.place-gone");
    expect(await client.settings.read()).toMatchObject({ lastBackupAt: expect.any(String), timedBackup: 8 });
    const [made = ""] = namesIn(place);
    expect(made).toMatch(/^touchmark-line-4-/);
    expect(readFileSync(join(place, made, "station.yaml"), "utf8")).toContain("timedBackup: 8");
  } finally {
    await station.close();
  }
});
