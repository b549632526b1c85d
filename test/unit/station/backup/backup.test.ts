import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Database from "better-sqlite3";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { checkRecords, isSound } from "../../../../main/records/backup/check-records.ts";
import { openRecords, type Records } from "../../../../main/records/records.ts";
import { makeBackup } from "../../../../main/station/backup/make-backup.ts";
import { restoreBackup } from "../../../../main/station/backup/restore-backup.ts";
import { passUnit, sampleLot } from "../../../harness/sample-records.ts";

const author = { station: "Line 1", operator: "Ann@command-line" };

let folder: string;
let root: string;
let out: string;
let back: string;
let records: Records;

function given(path: string, content: string): void {
  mkdirSync(join(root, path, ".."), { recursive: true });
  writeFileSync(join(root, path), content);
}

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), "touchmark-backup-"));
  [root, out, back] = [join(folder, "data"), join(folder, "backup"), join(folder, "back")];
  given("station.yaml", "station: Line 1\n");
  given("secrets/station.key", "the key");
  given("secrets/a.sealed", "sealed");
  given("authorities/line/key.pem", "encrypted");
  given("authorities/line/key.pem.1.new", "half");
  given("station.lock", "somebody");
  records = await openRecords({ file: join(root, "station.db"), practice: true });
  await records.lots.open(sampleLot);
  await passUnit(records, "GW0");
});

afterEach(async () => {
  await records.close();
  rmSync(folder, { recursive: true, force: true });
});

const make = (withKey = false) => makeBackup({ root, out, withKey });
const restore = () => restoreBackup({ backup: out, root: back, author });

describe("a backup", () => {
  it("holds every unit passed before it began while more are passed, and is whole", async () => {
    for (let unit = 1; unit < 40; unit += 1) await passUnit(records, `GW${unit}`);
    const backup = { ended: false };
    let passed = 40;
    const making = make().finally(() => {
      backup.ended = true;
    });
    while (!backup.ended) {
      await passUnit(records, `GW${passed}`);
      passed += 1;
    }
    const contents = await making;
    expect(contents).toMatchObject({ mode: "practice", secretKey: false });
    const check = await checkRecords(join(out, "station.db"));
    expect(isSound(check)).toBe(true);
    expect(check.audit?.head).toBe(contents.audit?.head);
    await restore();
    const restored = await openRecords({ file: join(back, "station.db"), practice: true });
    const count = await restored.manifest.count("LOT-1");
    expect(count).toBeGreaterThanOrEqual(40);
    expect(count).toBeLessThanOrEqual(passed);
    for (let unit = 0; unit < count; unit += 1) {
      expect(await restored.units.get(`GW${unit}`)).toMatchObject({ state: "provisioned", enrollment: "queued" });
    }
    await restored.close();
  });

  it("has what lies beside the records, but neither the key, nor a lock, nor half-written files", async () => {
    const { files } = await make();
    const paths = ["authorities/line/key.pem", "secrets/a.sealed", "station.db", "station.yaml"];
    expect(files.map(({ path }) => path).sort()).toEqual(paths);
    expect(statSync(join(out, "station.db")).mode & 0o077).toBe(0);
    expect(readdirSync(folder).sort()).toEqual(["backup", "data"]);
    await expect(make()).rejects.toMatchObject({ code: "backup.exists" });
    rmSync(out, { recursive: true });
    expect(await make(true)).toMatchObject({ secretKey: true });
    expect(await restore()).toMatchObject({ hasKey: true });
    expect(readFileSync(join(back, "secrets/station.key"), "utf8")).toBe("the key");
  });

  it("is not made of damaged records, and leaves nothing behind", async () => {
    await records.close();
    const database = new Database(join(root, "station.db"));
    database.exec("drop trigger auditOver");
    database.exec("update audit set act = 'other' where seq = 2");
    database.close();
    await expect(make()).rejects.toMatchObject({ code: "records.damaged" });
    expect(readdirSync(folder)).toEqual(["data"]);
  });

  it("stops when told to", async () => {
    const stopped = makeBackup({ root, out, withKey: false, signal: AbortSignal.abort() });
    await expect(stopped).rejects.toMatchObject({ code: "station.cancelled" });
    expect(readdirSync(folder)).toEqual(["data"]);
  });
});

describe("restoring", () => {
  it("puts everything back, and books that it did", async () => {
    const { audit } = await make();
    const key = join(folder, "key");
    writeFileSync(key, "kept elsewhere");
    const restored = await restoreBackup({ backup: out, root: back, author, key });
    expect(restored).toMatchObject({ hasKey: true, auditEntries: (audit?.entries ?? 0) + 1 });
    expect(readFileSync(join(back, "secrets/station.key"), "utf8")).toBe("kept elsewhere");
    expect(readFileSync(join(back, "authorities/line/key.pem"), "utf8")).toBe("encrypted");
    const again = await openRecords({ file: join(back, "station.db"), practice: true });
    const entries = await again.audit.list({ after: audit?.entries ?? 0, limit: 10 });
    expect(entries).toMatchObject([
      {
        act: "records-restored",
        operator: "Ann@command-line",
        previousHash: audit?.head,
        facts: { head: audit?.head },
      },
    ]);
    await again.close();
    expect(readdirSync(folder).sort()).toEqual(["back", "backup", "data", "key"]);
  });

  it("refuses a folder that is not empty, and one that is no backup", async () => {
    await make();
    mkdirSync(back);
    writeFileSync(join(back, "mine"), "");
    await expect(restore()).rejects.toMatchObject({ code: "backup.exists" });
    rmSync(join(back, "mine"));
    expect(await restore()).toMatchObject({ hasKey: false });
    await expect(restoreBackup({ backup: root, root: join(folder, "x"), author })).rejects.toMatchObject({
      code: "backup.not-a-backup",
    });
  });

  const wrong: readonly (readonly [string, () => void, string])[] = [
    ["a changed file", () => writeFileSync(join(out, "secrets/a.sealed"), "Sealed"), "backup.changed"],
    ["a missing file", () => rmSync(join(out, "station.yaml")), "backup.changed"],
    ["a file put in", () => writeFileSync(join(out, "secrets/b.sealed"), ""), "backup.changed"],
    ["changed records", () => writeFileSync(join(out, "station.db"), "x".repeat(8192)), "backup.changed"],
    [
      "a path that leads out",
      () => {
        const text = readFileSync(join(out, "backup.json"), "utf8");
        writeFileSync(join(out, "backup.json"), text.replace("station.yaml", "../station.yaml"));
      },
      "backup.not-a-backup",
    ],
    [
      "another chain than told",
      () => {
        const text = readFileSync(join(out, "backup.json"), "utf8");
        writeFileSync(join(out, "backup.json"), text.replace(/"head": "[0-9a-f]{64}"/, `"head": "${"0".repeat(64)}"`));
      },
      "backup.changed",
    ],
  ];
  it.each(wrong)("refuses %s, and leaves nothing behind", async (_, spoil, code) => {
    await make();
    spoil();
    await expect(restore()).rejects.toMatchObject({ code });
    expect(readdirSync(folder).sort()).toEqual(["backup", "data"]);
  });
});

describe("checking records", () => {
  it("names broken references and refuses what is none of a station's", async () => {
    const file = join(root, "station.db");
    expect(await checkRecords(file)).toMatchObject({ practice: true, faults: [], audit: { fault: null } });
    await records.close();
    const database = new Database(file);
    database.pragma("foreign_keys = off");
    database.exec("update enrollments set unit = 4711");
    database.close();
    expect((await checkRecords(file)).faults).toEqual(["row 1 of enrollments names a row of units that is not there"]);
    const foreign = join(folder, "foreign.db");
    new Database(foreign).exec("create table theirs (id)").close();
    await expect(checkRecords(foreign)).rejects.toMatchObject({ code: "records.damaged" });
    await expect(checkRecords(join(folder, "none"))).rejects.toMatchObject({ code: "records.not-opened" });
  });
});
