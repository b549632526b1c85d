import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { connectionsSchema, guideSchema, stationSettingsSchema } from "../../../main/api/contract/index.ts";
import { silentLog } from "../../../main/base/log.ts";
import { hasPassed } from "../../../main/records/has-passed.ts";
import { connectionDesk } from "../../../main/station/connection-desk.ts";
import { StationFile } from "../../../main/station/fixture/station-file.ts";
import { nothingLent, type SettingsParts, StationSettingsDesk } from "../../../main/station/settings-desk.ts";
import { openWorkshop, type Workshop } from "../../../main/station/workshop.ts";

let root: string;
let workshop: Workshop;
beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "touchmark-desks-"));
  workshop = await openWorkshop({ root: join(root, "practice"), practice: true, log: silentLog });
});
afterAll(async () => {
  await workshop.close();
  rmSync(root, { recursive: true });
});

const key = "c2VjcmV0LWtleS1vZi10aGUtcGxhbnQtMTIzNDU2Nzg=";
const connectionString = (host: string) => `HostName=${host};SharedAccessKeyName=line;SharedAccessKey=${key}`;

describe("connections", () => {
  it("are added, changed and removed beside the line; the secret is sealed and in no answer", async () => {
    const onChange = vi.fn();
    const desk = connectionDesk({ workshop, lent: ["practice-dps"], onChange });
    await desk.add({
      name: "local",
      idScope: "0ne1",
      url: "https://127.0.0.1:9",
      secret: connectionString("dps.example"),
    });
    expect(workshop.connectedServices()).toEqual(["local"]);
    await desk.change({ name: "local", idScope: "0ne2", operationsPerMinute: 60, secret: "" });
    const { connections } = connectionsSchema.parse(await desk.list());
    expect(connections).toMatchObject([
      { name: "local", idScope: "0ne2", operationsPerMinute: 60, url: "https://127.0.0.1:9", entra: null, lent: false },
    ]);
    expect(JSON.stringify(await desk.list())).not.toContain(key);
    const { services, secrets } = workshop.folder;
    for (const folder of [services, secrets])
      for (const name of readdirSync(folder)) expect(readFileSync(join(folder, name), "latin1")).not.toContain(key);
    await desk.remove("local");
    expect(workshop.connectedServices()).toEqual([]);
    expect(existsSync(join(secrets, "service-local.sealed"))).toBe(false);
    expect(onChange.mock.calls).toEqual([[["local"]], [["local"]], [[]]]);
  });

  it("refuse what cannot work, and repeat nothing of it", async () => {
    const desk = connectionDesk({ workshop, lent: [], onChange: () => undefined });
    const wrong = desk.add({ name: "plant", idScope: "0ne1", secret: `HostName=;SharedAccessKey=${key}` });
    await expect(wrong).rejects.toMatchObject({
      code: "dps.connection-string",
      detail: expect.not.stringContaining(key),
    });
    expect(await workshop.services.names()).toEqual([]);
    await expect(desk.remove("plant")).rejects.toMatchObject({ code: "set-up.unknown-service" });
  });

  it("with a damaged file are shown as such, and can be removed", async () => {
    const desk = connectionDesk({ workshop, lent: [], onChange: () => undefined });
    writeFileSync(join(workshop.folder.services, "broken.json"), "{");
    expect((await desk.list()).connections).toMatchObject([{ name: "broken", url: null }]);
    await desk.remove("broken");
    expect((await desk.list()).connections).toEqual([]);
  });
});

describe("a station's settings", () => {
  const desk = async (change: Partial<SettingsParts> = {}) =>
    new StationSettingsDesk({
      dataFolder: root,
      workshop,
      file: await StationFile.open(workshop.folder.settings),
      name: () => "Practice line",
      lent: nothingLent,
      recipes: () => [{ lent: true }],
      slotNames: () => ["1"],
      slots: { isRunning: false },
      onlyPractice: false,
      nextBackupAt: () => Promise.resolve(null),
      onChange: () => undefined,
      ...change,
    });

  it("are changed one by one, and a setting that is taken away is the usual one again", async () => {
    const settings = await desk();
    const backupFolder = join(root, "other-disk", "backups");
    await settings.change({
      shiftStart: "05:30",
      language: "vi",
      backupEveryDays: 3,
      backupFolder,
      timedBackup: "shift",
    });
    expect(existsSync(backupFolder)).toBe(true);
    expect(stationSettingsSchema.parse(await settings.read())).toMatchObject({
      shiftStart: "05:30",
      language: "vi",
      backupEveryDays: 3,
      backupsIn: backupFolder,
      timedBackup: "shift",
      backupsKept: 14,
      nextBackupAt: null,
      backupDueAt: null,
    });
    expect(settings.language).toBe("vi");
    await settings.change({ language: null, backupFolder: null, timedBackup: 12 });
    expect(await settings.read()).toMatchObject({
      language: null,
      backupFolder: null,
      shiftStart: "05:30",
      timedBackup: 12,
    });
    await expect(settings.change({ backupFolder: "not/absolute" })).rejects.toMatchObject({ code: "set-up.settings" });
  });

  it("say what is there, not what was ticked, and practice's own does not count", async () => {
    const lent = { slots: ["1"], services: [], authorities: ["practice-ca"] };
    await workshop.authorities.createPilot("practice-ca");
    const guide = guideSchema.parse(await (await desk({ lent })).guide());
    expect(guide.stones.map(({ stone, done, lent: ofPractice }) => [stone, done, ofPractice])).toEqual([
      ["practise", false, 0],
      ["recipe", false, 1],
      ["slots", false, 1],
      ["service", false, 0],
      ["authority", false, 1],
      ["operators", false, 0],
    ]);
    expect(await (await desk()).isFresh()).toBe(true);
    expect(await (await desk({ onlyPractice: true })).isFresh()).toBe(false);
    expect((await (await desk()).guide()).stones.find(({ stone }) => stone === "authority")).toMatchObject({
      done: true,
    });
    expect(hasPassed(join(root, "nowhere.db"))).toBe(false);
    expect(hasPassed(workshop.folder.database)).toBe(false);
  });

  it("make it real once nothing runs, and start it again where that can be done", async () => {
    vi.useFakeTimers();
    const restart = vi.fn();
    const busy = await desk({ slots: { isRunning: true }, restart });
    await expect(busy.becomeReal("Line 3")).rejects.toMatchObject({ code: "slot.busy" });
    expect(existsSync(join(root, "station.yaml"))).toBe(false);
    expect(await (await desk({ onlyPractice: true, restart })).becomeReal("Line 3")).toBe(false);
    expect(await (await desk({ restart })).becomeReal("Line 3")).toBe(true);
    expect(restart).not.toHaveBeenCalled();
    vi.runAllTimers();
    vi.useRealTimers();
    expect(restart).toHaveBeenCalledOnce();
    expect(readFileSync(join(root, "station.yaml"), "utf8")).toContain("station: Line 3");
    expect(await (await desk()).isFresh()).toBe(false);
    expect((await (await desk()).guide()).isReal).toBe(true);
  });
});
