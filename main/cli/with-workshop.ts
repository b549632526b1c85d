import { openWorkshop, type Workshop } from "../station/workshop.ts";
import type { CommandInput } from "./command.ts";

/** Runs a task in the data folder the command names, as its one owner. */
export async function withWorkshop<Value>(
  input: CommandInput,
  task: (workshop: Workshop) => Promise<Value>,
): Promise<Value> {
  const workshop = await openWorkshop({ root: input.dataFolder, practice: false, log: input.log });
  try {
    return await task(workshop);
  } finally {
    await workshop.close();
  }
}
