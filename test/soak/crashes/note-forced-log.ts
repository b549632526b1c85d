import { closeSync, openSync, readSync, writeSync } from "node:fs";
import { type FileHandle, open } from "node:fs/promises";

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

const some = await open(import.meta.filename, "r");
const handles: FileHandle = Object.getPrototypeOf(some);
await some.close();
const file = openSync(notes, "a+");
closeSync(file);
const note = openSync(notes, "r+");
// oxlint-disable-next-line typescript/unbound-method -- called with the handle below
const { datasync } = handles;
handles.datasync = async function (this: FileHandle): Promise<void> {
  const end = endOfLog();
  await datasync.call(this);
  // One system call: a process that is stopped or killed has made it or has not.
  writeSync(note, end, 0, end.length, 0);
};
