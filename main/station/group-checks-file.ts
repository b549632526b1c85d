import { readFile } from "node:fs/promises";
import { z } from "zod";
import { groupCheck, type GroupMemory } from "../enrollment/groups/group-memory.ts";
import { isFileMissing } from "./is-file-missing.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

/** Good checks of enrollment groups in a file, so that a restart does not ask again. What cannot be read counts as nothing. */
export const groupChecksFile = (path: string): GroupMemory => ({
  async read() {
    try {
      return z.array(groupCheck).parse(JSON.parse(await readFile(path, "utf8")));
    } catch (error) {
      if (isFileMissing(error)) return [];
      throw error;
    }
  },
  write: (checks) => writeFileAtomically(path, JSON.stringify(checks)),
});
