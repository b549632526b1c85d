import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import DatabaseFile from "better-sqlite3";
import { createRouterClient } from "@orpc/server";
import { afterEach, beforeEach, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { openRecords } from "../../../main/records/records.ts";
import { checkBackup } from "../../../main/station/backup/check-backup.ts";
import { readMadeBackups } from "../../../main/station/backup/made-backups.ts";
import type { RunningStation } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { passUnit, sampleLot } from "../../harness/sample-records.ts";

/** Far more than closing takes, far less than a backup that is waited for may take. */
const promptMs = 15_000;
let folder: string;
let place: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-stopped-"));
  place = join(folder, "backups");
  const file = join(folder, "station.db");
  const records = await openRecords({ file, practice: false });
  await records.lots.open(sampleLot);
  await passUnit(records, "GW0");
  await records.close();
  // Large enough that a stop comes in its middle.
  const connection = new DatabaseFile(file);
  connection.exec("create table ballast (bytes blob)");
  const add = connection.prepare("insert into ballast values (randomblob(1000000))");
  for (let megabyte = 0; megabyte < 60; megabyte += 1) add.run();
  connection.close();
  writeFileSync(join(folder, "station.yaml"), "station: Line 3\ntimedBackup: 8\n");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const namesIn = (): readonly string[] => (existsSync(place) ? readdirSync(place).toSorted() : []);
const start = () => startStation({ dataFolder: folder, mode: "real", log: silentLog });
/** Any change of the settings has a backup made that is due. */
const makeDue = (station: RunningStation, name: string) =>
  createRouterClient(station.router).settings.change({ station: name });

async function closedPromptly(station: RunningStation): Promise<void> {
  const late = delay(promptMs, "late", { ref: false });
  expect(await Promise.race([station.close(), late])).not.toBe("late");
}

it("a station stopped in the middle of its timed backup closes at once, counts no half of one, and makes it after the next start", async () => {
  const first = await start();
  await makeDue(first, "Line 4");
  await expect.poll(namesIn, { timeout: 30_000, interval: 1 }).not.toEqual([]);
  await closedPromptly(first);
  const left = namesIn().filter((name) => !name.startsWith("."));
  // Whole already, if the machine held up whoever was to stop it; half of one never has its name.
  for (const name of left) await checkBackup(join(place, name));

  const second = await start();
  await makeDue(second, "Line 5");
  const made = async () => (await readMadeBackups(folder)).made.length;
  await expect.poll(made, { timeout: 60_000 }).toBeGreaterThan(0);
  await expect.poll(async () => (await readMadeBackups(folder)).inHand, { timeout: 60_000 }).toBeNull();
  await second.close();
  const names = namesIn();
  expect(names.filter((name) => name.startsWith("."))).toEqual([]);
  expect((await readMadeBackups(folder)).made.map(({ path }) => basename(path)).toSorted()).toEqual(names);
  for (const name of names) await checkBackup(join(place, name));
});

it("a station stopped while its records are read whole closes at once, and who asked is told", async () => {
  const station = await start();
  const client = createRouterClient(station.router);
  const [one, two] = await Promise.all([client.station.checkRecords(), client.station.checkRecords()]);
  expect(one).toMatchObject({ sound: true, wrong: null });
  expect(two).toEqual(one);
  const asked = client.station.checkRecords().then(
    ({ sound }) => sound,
    (error: unknown) => error,
  );
  await closedPromptly(station);
  expect([true, expect.objectContaining({ code: "station.cancelled" })]).toContainEqual(await asked);
});
