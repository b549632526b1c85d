import { readWorkshop, type ReadWorkshop } from "../station/read-workshop.ts";
import type { CommandInput } from "./command.ts";

/** Runs a task that only looks at the data folder the command names, also beside a station that is at work on it. */
export async function withReadWorkshop<Value>(
  input: CommandInput,
  task: (workshop: ReadWorkshop) => Promise<Value>,
): Promise<Value> {
  const workshop = await readWorkshop({ root: input.dataFolder, practice: false, log: input.log });
  try {
    return await task(workshop);
  } finally {
    await workshop.close();
  }
}
