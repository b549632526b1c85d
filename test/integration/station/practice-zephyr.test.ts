import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { silentLog } from "../../../main/base/log.ts";
import type { RunningStation, StationClient } from "../../../main/station/running-station.ts";
import { startStation } from "../../../main/station/start-station.ts";

const lot = "PRACTICE-ZEPHYR";

/** The practice line builds a product with stock Zephyr. */
describe("a practice unit with stock Zephyr", () => {
  let folder: string;
  let station: RunningStation;
  let client: StationClient;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), "touchmark-practice-zephyr-"));
    station = await startStation({ dataFolder: folder, mode: "practice", log: silentLog });
    client = createRouterClient(station.router);
    await client.lots.open({ lot, recipe: "practice-sensor-zephyr", quantity: null });
    await client.lots.use({ lot });
  });

  afterAll(async () => {
    await station?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it("passes and registers by itself with the key that the station made", async () => {
    await client.practice.plug({ slotId: "1", fault: "none" });
    const slot = await vi.waitUntil(
      async () => (await client.line.slots()).find(({ id, state }) => id === "1" && /^(?:pass|fail)$/.test(state)),
      { timeout: 60_000, interval: 50 },
    );
    expect(slot).toMatchObject({ state: "pass", problem: null });
    await client.practice.unplug({ slotId: "1" });
    const serialNumber = slot?.serialNumber ?? "";
    const unit = await vi.waitUntil(
      async () => {
        const found = await client.units.get({ serialNumber });
        return found.assignedHub === null ? undefined : found;
      },
      { timeout: 60_000, interval: 50 },
    );
    expect(unit).toMatchObject({ attestation: "x509", lot, enrollment: "enrolled" });
  });
});
