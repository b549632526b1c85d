import { commandLineAuthor } from "../station/operators/command-line-author.ts";
import { stationName } from "../station/station-settings.ts";
import { openWorkshop, type Workshop } from "../station/workshop.ts";
import { auditedCommands } from "./audited-commands.ts";
import type { CommandInput } from "./command.ts";
import { secondPerson } from "./second-person.ts";

/** Runs a task in the data folder the command names, as its one owner. */
export async function withWorkshop<Value>(
  input: CommandInput,
  task: (workshop: Workshop) => Promise<Value>,
): Promise<Value> {
  const workshop = await openWorkshop({ root: input.dataFolder, practice: false, log: input.log });
  try {
    const author = commandLineAuthor(await stationName(workshop.folder.settings));
    const second = await secondPerson(input, workshop);
    workshop.records.audit.writeAs(() => ({ ...author, second }));
    const value = await task(workshop);
    const act = auditedCommands[input.words];
    const subject = input.positionals.join(" ");
    // 1 is the exit code of a command that found something wrong and did nothing.
    if (act !== undefined && value !== 1) await workshop.records.audit.append({ act, subject });
    return value;
  } finally {
    await workshop.close();
  }
}
