import { createRouterClient } from "@orpc/server";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import { startStation } from "../../../main/station/start-station.ts";
import { openWorkshop } from "../../../main/station/workshop.ts";
import { touchmark } from "../../harness/touchmark.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-backup-running-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it("backs up a practice station from beside it while units pass, and a restored folder has them", async () => {
  const data = join(folder, "data");
  const station = await startStation({ dataFolder: data, mode: "practice", log: silentLog });
  const client = createRouterClient(station.router);
  await client.lots.use({ lot: "PRACTICE-X509" });
  const passed: string[] = [];
  const provision = async (slotId: string): Promise<void> => {
    await client.practice.plug({ slotId, fault: "none" });
    for (;;) {
      const slot = (await client.line.slots()).find(({ id }) => id === slotId);
      if (slot?.state === "pass") {
        passed.push(slot.serialNumber ?? "");
        break;
      }
      if (slot !== undefined && !["running", "waiting"].includes(slot.state)) throw new Error(JSON.stringify(slot));
      await delay(20);
    }
    await client.practice.unplug({ slotId });
  };
  const out = join(folder, "backup");
  try {
    await Promise.all(["1", "2"].map(provision));
    const before = [...passed];
    const making = touchmark("backup", "--out", out, "--with-key", "--data", join(data, "practice"));
    const backup = { made: false };
    void making.finally(() => {
      backup.made = true;
    });
    while (!backup.made) await Promise.all(["1", "2"].map(provision));
    expect(await making).toMatchObject({
      code: 0,
      result: { ok: true, mode: "practice", secretKey: true, booked: true },
    });
    expect(passed.length).toBeGreaterThan(before.length);
    const live = await touchmark("records", "check", "--data", join(data, "practice"));
    expect(live).toMatchObject({ code: 0, result: { ok: true, faults: [] } });
    const back = join(folder, "back", "practice");
    const restored = await touchmark("restore", out, "--data", back);
    expect(restored).toMatchObject({ code: 0, result: { ok: true, hasKey: true } });
    expect((await touchmark("restore", out, "--data", back)).stderr).toContain("backup.exists");
    const workshop = await openWorkshop({ root: back, practice: true, log: silentLog });
    for (const serialNumber of before)
      expect(await workshop.records.units.get(serialNumber)).toMatchObject({ lastOutcome: "pass" });
    expect((await workshop.records.audit.verify([])).fault).toBeNull();
    // The key came along: the authority can be opened.
    expect(await workshop.authorities.get("practice-ca")).toBeDefined();
    await workshop.close();
  } finally {
    await station.close();
  }
  const after = await openWorkshop({ root: join(data, "practice"), practice: true, log: silentLog });
  const booked = await after.records.audit.newestAbout("backup");
  expect(booked).toMatchObject({ act: "backup-made", operator: expect.stringMatching(/@command-line$/) });
  expect((await after.records.audit.verify([])).fault).toBeNull();
  await after.close();
  const again = await startStation({ dataFolder: join(folder, "back"), mode: "practice", log: silentLog });
  await again.close();
}, 120_000);
