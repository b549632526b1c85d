import { basename, join } from "node:path";
import { isStationError } from "../../base/errors/station-error.ts";
import { appendBeside } from "../../records/audit/append-beside.ts";
import { commandLineAuthor } from "../operators/command-line-author.ts";
import { stationName } from "../station-settings.ts";
import { databaseFile } from "./backup-contents.ts";

/** That a backup was made from the command line, in the audit trail of the folder it was made of; false if that could not be. */
export async function bookBackup(root: string, out: string, files: number): Promise<boolean> {
  const author = commandLineAuthor(await stationName(join(root, "station.yaml")));
  try {
    return appendBeside(join(root, databaseFile), author, {
      act: "backup-made",
      subject: basename(out),
      facts: { files },
    });
  } catch (error) {
    // The backup is whole, and a station whose disk is full needs it most.
    if (isStationError(error)) return false;
    throw error;
  }
}
