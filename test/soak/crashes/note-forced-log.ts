import fs, { closeSync, openSync, readSync, writeSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";

/**
 * Loaded before the station (`node --import`): writes down how much of the records' log is on the disk, before whoever waits for it
 * hears of it. SQLite says in its `-shm` file where the log ends (sqlite.org/walformat.html, "WAL-Index Header"): mxFrame at 16,
 * the two salts that name this turn of the log at 32. SOAK_DATABASE: the records; SOAK_FORCED: where to write salts and frames.
 */
const [database = "", notes = ""] = [process.env["SOAK_DATABASE"], process.env["SOAK_FORCED"]];

function endOfLog(): Uint8Array {
  const index = new Uint8Array(48);
  const file = openSync(`${database}-shm`, "r");
  readSync(file, index, 0, index.length, 0);
  closeSync(file);
  return Buffer.concat([index.subarray(32, 40), index.subarray(16, 20)]);
}

const file = openSync(notes, "a+");
closeSync(file);
const note = openSync(notes, "r+");
const forceTruly = fs.fdatasync.bind(fs);
Object.assign(fs, {
  fdatasync: (descriptor: number, done: (error: Error | null) => void): void => {
    const end = endOfLog();
    forceTruly(descriptor, (error) => {
      // One system call: a process that is stopped or killed has made it or has not.
      if (error === null) writeSync(note, end, 0, end.length, 0);
      done(error);
    });
  },
});
syncBuiltinESMExports();
