// Backs a station up until it is killed, as a power cut would.
import { openRecords } from "../../main/records/records.ts";
import { systemClock } from "../../main/base/clock.ts";
import { silentLog } from "../../main/base/log.ts";
import { StationBackups } from "../../main/station/backup/station-backups.ts";

const [root = ""] = process.argv.slice(2);
const records = await openRecords({ file: `${root}/station.db`, practice: false });
const backups = new StationBackups({
  root,
  station: () => "Line 1",
  audit: records.audit,
  settings: () => ({ backupsKept: 2 }),
  clock: systemClock,
  log: silentLog,
});
for (;;) await backups.make("clock", new AbortController().signal);
