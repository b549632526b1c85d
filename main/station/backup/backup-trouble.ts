import type { ErrorMaker } from "../../base/errors/error-catalogue.ts";
import { isStationError, type StationError } from "../../base/errors/station-error.ts";
import { backupErrors } from "./backup-errors.ts";

// errno(3), and what SQLite and our own files said of it: what is read is the records' own, so it is about where the backup goes.
const makers: readonly (readonly [ErrorMaker, readonly string[]])[] = [
  [backupErrors.placeFull, ["ENOSPC", "EDQUOT", "EFBIG", "records.disk-full"]],
  [backupErrors.placeClosed, ["EROFS", "EACCES", "EPERM", "records.read-only"]],
  [
    backupErrors.placeGone,
    ["ENOENT", "ENOTDIR", "ENODEV", "ENXIO", "ESTALE", "EHOSTDOWN", "EHOSTUNREACH", "ENOTCONN", "ETIMEDOUT"],
  ],
  [backupErrors.notWritten, ["records.disk-fault", "records.not-opened", "set-up.folder"]],
];

/** Whatever kept a backup from being written, said of its folder; what has another reason keeps its own code. */
export function backupTrouble(out: string, cause: unknown): StationError {
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const known = makers.find(([, codes]) => codes.includes(code))?.[0];
  if (known === undefined && isStationError(cause)) return cause;
  const said = cause instanceof Error ? cause.message : String(cause);
  return (known ?? backupErrors.notWritten)(`cannot write ${out}: ${said}`, cause);
}
