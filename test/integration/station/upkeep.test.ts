import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { checkRecords, isSound } from "../../../main/records/backup/check-records.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";

let folder: string;
let station: RunningStation;
let client: StationClient;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-upkeep-"));
  station = await startStation({ dataFolder: folder, mode: "practice", log: silentLog });
  client = createRouterClient(station.router);
});

afterAll(async () => {
  await station?.close();
  rmSync(folder, { recursive: true, force: true });
});

it("a station at work is backed up and checked from a screen, and says who did it", async () => {
  const [made, again] = await Promise.all([client.station.backup(), client.station.backup()]);
  expect(again).toEqual(made);
  expect(existsSync(join(made.folder, "backup.json"))).toBe(true);
  expect(isSound(await checkRecords(join(made.folder, "station.db")))).toBe(true);
  expect(await client.station.checkRecords()).toMatchObject({ sound: true, faults: [], wrong: null });
  expect(await client.station.troubles()).toEqual([]);
  await station.close();
});
