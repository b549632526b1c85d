import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataFolder } from "../../../main/station/folder-lock.ts";

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-lock-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

describe("lockDataFolder", () => {
  it("refuses a second owner and names the first", () => {
    const unlock = lockDataFolder(folder);
    expect(() => lockDataFolder(folder)).toThrow(`process ${process.pid}`);
    unlock();
    lockDataFolder(folder)();
  });

  it("takes over from an owner that was killed", async () => {
    const owner = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    const unlock = lockDataFolder(folder);
    const lock = join(folder, "station.lock");
    const { bootId } = JSON.parse(await import("node:fs").then(({ readFileSync }) => readFileSync(lock, "utf8")));
    unlock();
    writeFileSync(lock, JSON.stringify({ pid: owner.pid, since: "2026-11-22", bootId }));
    expect(() => lockDataFolder(folder)).toThrow("set-up.folder-in-use");
    owner.kill("SIGKILL");
    await once(owner, "exit");
    lockDataFolder(folder)();
  });

  it("takes over from an owner of before a power cut, even if its pid is alive again", () => {
    writeFileSync(
      join(folder, "station.lock"),
      JSON.stringify({ pid: process.pid, since: "2026-11-22", bootId: "another" }),
    );
    lockDataFolder(folder)();
  });

  it("takes over a lock cut off in the middle of being written", () => {
    writeFileSync(join(folder, "station.lock"), '{"pid": 1');
    lockDataFolder(folder)();
  });
});
