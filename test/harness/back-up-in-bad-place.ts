// Backs a station up into a disk of its own that gets full, read-only, and is taken away. Runs in a mount namespace; prints what became of each.
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { asStationError } from "../../main/base/errors/base-errors.ts";
import { systemClock } from "../../main/base/clock.ts";
import { silentLog } from "../../main/base/log.ts";
import { openRecords } from "../../main/records/records.ts";
import { StationBackups } from "../../main/station/backup/station-backups.ts";
import { SmallDisk } from "../soak/full-disk/small-disk.ts";
import { passUnit, sampleLot } from "./sample-records.ts";

const [folder = ""] = process.argv.slice(2);
const [root, place] = [join(folder, "data"), join(folder, "backups")];
for (const path of [root, place]) mkdirSync(path);
const disk = new SmallDisk(place, 8 * 1024 * 1024);
const records = await openRecords({ file: join(root, "station.db"), practice: false });
await records.lots.open(sampleLot);
await passUnit(records, "GW0");
const backups = new StationBackups({
  root,
  station: () => "Line 1",
  audit: records.audit,
  settings: () => ({ backupFolder: place, backupsKept: 1 }),
  clock: systemClock,
  log: silentLog,
});
const told: { readonly code: string; readonly left: number }[] = [];
const attempt = async (): Promise<void> => {
  const code = await backups.make("clock", new AbortController().signal).then(
    () => "made",
    (error: unknown) => asStationError(error).code,
  );
  told.push({ code, left: readdirSync(place).filter((name) => name !== "ballast").length });
};

await attempt();
for (const free of [0, 1, 60]) {
  disk.leaveFree(free);
  await attempt();
}
disk.makeRoom();
execFileSync("mount", ["-o", "remount,ro", place]);
await attempt();
execFileSync("mount", ["-o", "remount,rw", place]);
await attempt();
execFileSync("umount", [place]);
await attempt();
await records.close();
process.stdout.write(JSON.stringify(told));
