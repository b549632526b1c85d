import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import {
  backupPlace,
  freeName,
  makeBackupPlace,
  refuseStrangePlace,
  removePartials,
} from "../../../../main/station/backup/backup-place.ts";
import { removeBackup, tooMany } from "../../../../main/station/backup/keep-newest.ts";
import { readMadeBackups, writeMadeBackups } from "../../../../main/station/backup/made-backups.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "touchmark-place-"));
});
afterEach(() => rmSync(root, { recursive: true }));

const at = new Date("2026-11-23T09:10:11.000Z");
const made = (name: string, timed = true) => ({ path: join(root, name), createdAt: at.toISOString(), timed });

it("the usual folder is made, one that a person named must be there, and is made when it is named", async () => {
  expect(await backupPlace(root, undefined)).toBe(join(root, "backups"));
  const named = join(root, "mount", "backups");
  await expect(backupPlace(root, named)).rejects.toMatchObject({ code: "backup.place-gone" });
  await makeBackupPlace(named);
  expect(await backupPlace(root, named)).toBe(named);
  expect(readdirSync(named)).toEqual([]);
  writeFileSync(join(root, "file"), "");
  await expect(makeBackupPlace(join(root, "file"))).rejects.toMatchObject({ code: expect.stringMatching(/^backup\./) });
  await expect(backupPlace(root, join(root, "file"))).rejects.toMatchObject({ code: "backup.place-gone" });
  await expect(makeBackupPlace("backups")).rejects.toMatchObject({ code: "set-up.settings" });
});

it("an empty mount point is not taken for the folder, and one that is used for the first time is", async () => {
  await refuseStrangePlace(root, []);
  await refuseStrangePlace(root, [{ ...made("x"), path: "/elsewhere/x" }]);
  await expect(refuseStrangePlace(root, [made("a"), made("b")])).rejects.toMatchObject({ code: "backup.place-gone" });
  mkdirSync(join(root, "a"));
  await refuseStrangePlace(root, [made("a"), made("b")]);
});

it("names are the station's own, and none is given twice", async () => {
  const path = await freeName(root, "Línea 3 / Übung", at);
  expect(path).toBe(join(root, "touchmark-linea-3-ubung-20261123T091011Z"));
  mkdirSync(path);
  expect(await freeName(root, "Línea 3 / Übung", at)).toBe(`${path}-2`);
  expect(await freeName(root, "三号线", at)).toBe(join(root, "touchmark-station-20261123T091011Z"));
});

it("what a power cut left of one backup is taken away, and nothing else", async () => {
  const names = [".a.1.part", ".a.removed.part", ".ab.1.part", "a", ".a.1"];
  for (const name of names) mkdirSync(join(root, name));
  await removePartials(join(root, "a"));
  expect(readdirSync(root).sort()).toEqual([".a.1", ".ab.1.part", "a"]);
  await removePartials("/nowhere/at/all");
});

it("the oldest that the clock asked for in this folder are too many, and only a backup is taken away", async () => {
  const all = [made("a"), made("b", false), { ...made("c"), path: "/elsewhere/c" }, made("d"), made("e")];
  expect(tooMany(all, root, 2).map(({ path }) => path)).toEqual([join(root, "a")]);
  expect(tooMany(all, root, 5)).toEqual([]);
  mkdirSync(join(root, "a"));
  writeFileSync(join(root, "a", "mine"), "");
  await expect(removeBackup(join(root, "a"))).rejects.toMatchObject({ code: "backup.not-a-backup" });
  expect(existsSync(join(root, "a", "mine"))).toBe(true);
  expect(await removeBackup(join(root, "b"))).toBe(false);
});

it("what was made is noted, and a note that cannot be read takes nothing away", async () => {
  expect(await readMadeBackups(root)).toEqual({ inHand: null, made: [] });
  await writeMadeBackups(root, { inHand: made("b"), made: [made("a")] });
  expect(await readMadeBackups(root)).toEqual({ inHand: made("b"), made: [made("a")] });
  writeFileSync(join(root, "backups.json"), '{"made":[{');
  expect(await readMadeBackups(root)).toEqual({ inHand: null, made: [] });
});
