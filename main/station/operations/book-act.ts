import { appendBeside } from "../../records/audit/append-beside.ts";
import type { AuditAct } from "../../records/audit/audit-entry.ts";
import { commandLineAuthor } from "../operators/command-line-author.ts";
import type { ReadWorkshop } from "../read-workshop.ts";
import { stationName } from "../station-settings.ts";

/** Books what was done from the command line in the audit trail, also beside a station at work. Throws `records.*`. */
export async function bookAct({ folder }: Pick<ReadWorkshop, "folder">, act: AuditAct): Promise<void> {
  const author = commandLineAuthor(await stationName(folder.settings));
  appendBeside(folder.database, author, act);
}
