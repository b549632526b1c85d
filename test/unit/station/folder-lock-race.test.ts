import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockDataFolder } from "../../../main/station/folder-lock.ts";

let folder: string;
const lockModule = pathToFileURL(join(import.meta.dirname, "../../../main/station/folder-lock.ts")).href;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-race-"));
});

afterEach(() => {
  rmSync(folder, { recursive: true });
});

const bootId = (): string => {
  const unlock = lockDataFolder(folder);
  const { bootId: id } = JSON.parse(readFileSync(join(folder, "station.lock"), "utf8"));
  unlock();
  return id;
};

/** Tries to become the owner; says whether it did, and holds on until its standard input ends. */
async function contender(): Promise<{ readonly got: boolean; end(): Promise<void> }> {
  const code = `const { lockDataFolder } = await import(${JSON.stringify(lockModule)});
    let said = "got"; try { lockDataFolder(${JSON.stringify(folder)}); } catch (error) { said = error.code; }
    process.stdout.write(said); process.stdin.resume();`;
  const child = spawn(process.execPath, ["--input-type=module", "-e", code], { stdio: ["pipe", "pipe", "ignore"] });
  const [said] = await once(child.stdout, "data");
  return {
    got: String(said) === "got",
    end: async () => {
      child.stdin.end();
      await once(child, "exit");
    },
  };
}

describe("lockDataFolder", () => {
  it("gives a folder with a dead owner to exactly one of several that come at once", async () => {
    writeFileSync(join(folder, "station.lock"), JSON.stringify({ pid: 1, since: "", bootId: "of another start" }));
    const all = await Promise.all(Array.from({ length: 4 }, contender));
    expect(all.filter(({ got }) => got)).toHaveLength(1);
    await Promise.all(all.map((each) => each.end()));
    expect(readdirSync(folder)).toEqual(["station.lock"]);
  });

  it("takes over from an owner that had our own process id in an earlier life, as in a container", () => {
    const id = bootId();
    writeFileSync(join(folder, "station.lock"), JSON.stringify({ pid: process.pid, since: "", bootId: id }));
    lockDataFolder(folder)();
  });

  it("takes over from an owner whose process id belongs to somebody else by now", () => {
    const id = bootId();
    const owner = { pid: process.ppid, since: "", bootId: id, started: "1" };
    writeFileSync(join(folder, "station.lock"), JSON.stringify(owner));
    lockDataFolder(folder)();
  });
});
