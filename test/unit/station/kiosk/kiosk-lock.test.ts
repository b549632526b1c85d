import { existsSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { KioskLock } from "../../../../main/station/kiosk/kiosk-lock.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-kiosk-"));
});
afterEach(() => rmSync(folder, { recursive: true }));

it("holds over a restart until it is let go", async () => {
  const path = join(folder, "kiosk.json");
  const lock = await KioskLock.open(path);
  expect(lock.state.locked).toBe(false);
  await lock.lock("Ann", new Date("2026-11-23T07:00:00Z"));
  const again = await KioskLock.open(path);
  expect(again.state).toEqual({ locked: true, by: "Ann", since: "2026-11-23T07:00:00.000Z" });
  await again.unlock();
  expect([existsSync(path), (await KioskLock.open(path)).state.locked]).toEqual([false, false]);
});

it("holds where its file cannot be read as one", async () => {
  const path = join(folder, "kiosk.json");
  writeFileSync(path, "{");
  expect((await KioskLock.open(path)).state).toMatchObject({ locked: true, by: null });
});
