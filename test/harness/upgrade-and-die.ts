import { systemClock } from "../../main/base/clock.ts";
import { openDatabase } from "../../main/records/database/open-database.ts";
import { recordsOver } from "../../main/records/records.ts";

/**
 * Brings records up to this version, as a start of the station does, in a process that says when it begins, and with `before-end` kills itself (SIGKILL)
 * when all of the upgrade is written and nothing of it committed. Arguments: database, moment.
 */
const [file = "", moment = ""] = process.argv.slice(2);
const dying = {
  ...systemClock,
  // Asked for the line that says the version is there.
  now: () => {
    if (moment === "before-end") process.kill(process.pid, "SIGKILL");
    return systemClock.now();
  },
};
process.stdout.write("begin\n");
const open = await openDatabase({ file, practice: false, clock: dying });
await recordsOver(open).close();
