import { readFile } from "node:fs/promises";
import { setUpErrors } from "../station/station-errors.ts";

/** A file a person named on the command line. Throws `set-up.usage` if it cannot be read. */
export async function readFileGiven(path: string): Promise<Buffer> {
  try {
    return await readFile(path);
  } catch (cause) {
    throw setUpErrors.usage(`cannot read ${path}`, cause);
  }
}
