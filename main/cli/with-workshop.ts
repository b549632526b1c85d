import { commandLineAuthor } from "../station/operators/command-line-author.ts";
import { stationName } from "../station/station-settings.ts";
import { openWorkshop, type Workshop } from "../station/workshop.ts";
import type { CommandInput } from "./command.ts";

/** Runs a task in the data folder the command names, as its one owner. */
export async function withWorkshop<Value>(
  input: CommandInput,
  task: (workshop: Workshop) => Promise<Value>,
): Promise<Value> {
  const workshop = await openWorkshop({ root: input.dataFolder, practice: false, log: input.log });
  try {
    const author = commandLineAuthor(await stationName(workshop.folder.settings));
    workshop.records.audit.writeAs(() => author);
    return await task(workshop);
  } finally {
    await workshop.close();
  }
}
