import type { StationError } from "../base/errors/station-error.ts";
import { recordsErrors } from "../records/records-errors.ts";
import { setUpErrors } from "./station-errors.ts";

// errno(3); a quota that is used up is a full disk to whoever stands before it.
const makersByCode = {
  ENOSPC: recordsErrors.diskFull,
  EDQUOT: recordsErrors.diskFull,
  EROFS: recordsErrors.readOnly,
  EIO: recordsErrors.diskFault,
} as const;

/** What the system said when it would not write a file of the data folder: `records.disk-full`, `records.read-only`, `records.disk-fault`, else `set-up.folder`. */
export function cannotWrite(detail: string, cause: unknown): StationError {
  const code = cause instanceof Error && "code" in cause ? cause.code : undefined;
  const known = Object.entries(makersByCode).find(([name]) => name === code);
  const said = cause instanceof Error ? `${detail}: ${cause.message}` : detail;
  return (known?.[1] ?? setUpErrors.folder)(said, cause);
}
