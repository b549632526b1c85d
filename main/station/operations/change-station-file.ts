import type { AuditAct } from "../../records/audit/audit-entry.ts";
import { openRecords } from "../../records/records.ts";
import { openDataFolder } from "../data-folder.ts";
import { StationFile } from "../fixture/station-file.ts";
import { lockDataFolder } from "../folder-lock.ts";
import { commandLineAuthor } from "../operators/command-line-author.ts";
import { stationName } from "../station-settings.ts";
import { makeOwnerOnly } from "../workshop.ts";

/** Changes `station.yaml` as the folder's one owner. Throws `set-up.*`. */
export async function changeStationFile<Value>(
  root: string,
  task: (settings: StationFile) => Promise<Value>,
): Promise<Value> {
  const folder = openDataFolder(root);
  const unlock = lockDataFolder(root);
  try {
    return await task(await StationFile.open(folder.settings));
  } finally {
    unlock();
  }
}

/** The folder is ours, its records are closed: into the audit trail. Throws `records.*`. */
export async function bookChange(root: string, act: AuditAct): Promise<void> {
  const { database, settings } = openDataFolder(root);
  makeOwnerOnly(database);
  const records = await openRecords({ file: database, practice: false });
  try {
    const author = commandLineAuthor(await stationName(settings));
    records.audit.writeAs(() => author);
    await records.audit.append(act);
  } finally {
    await records.close();
  }
}
