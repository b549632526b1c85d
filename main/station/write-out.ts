import { isStationError, type StationError } from "../base/errors/station-error.ts";
import { cannotWrite } from "./cannot-write.ts";
import { setUpErrors } from "./station-errors.ts";
import { writeFileAtomically } from "./write-file-atomically.ts";

/** Writes the file a person named, whole or not at all. Throws `set-up.usage` where it cannot be, or what is the matter with its disk. */
export async function writeOut(path: string, content: string | Uint8Array): Promise<void> {
  try {
    await writeFileAtomically(path, content);
  } catch (cause) {
    throw notWrittenOut(path, cause);
  }
}

/** What kept a file a person named from being written: another name may do, where the disk is not the matter. */
export function notWrittenOut(path: string, cause: unknown): StationError {
  const error = isStationError(cause) ? cause : cannotWrite(`cannot write ${path}`, cause);
  return error.code === "set-up.folder" ? setUpErrors.usage(error.detail, cause) : error;
}
