import Database from "better-sqlite3";
import { baseErrors } from "../../base/errors/base-errors.ts";
import type { ErrorMaker } from "../../base/errors/error-catalogue.ts";
import { isStationError, type StationError } from "../../base/errors/station-error.ts";
import { recordsErrors } from "../records-errors.ts";

// SQLite's result codes by prefix (sqlite.org/rescode.html); the first that fits.
const makersByPrefix: readonly (readonly [string, ErrorMaker])[] = [
  ["SQLITE_FULL", recordsErrors.diskFull],
  // The index of the log cannot grow: no room is the one reason there is.
  ["SQLITE_IOERR_SHMSIZE", recordsErrors.diskFull],
  ["SQLITE_READONLY", recordsErrors.readOnly],
  ["SQLITE_PERM", recordsErrors.readOnly],
  ["SQLITE_CORRUPT", recordsErrors.damaged],
  ["SQLITE_NOTADB", recordsErrors.damaged],
  ["SQLITE_FORMAT", recordsErrors.damaged],
  ["SQLITE_IOERR", recordsErrors.diskFault],
  ["SQLITE_BUSY", recordsErrors.busy],
  ["SQLITE_LOCKED", recordsErrors.busy],
  ["SQLITE_CANTOPEN", recordsErrors.notOpened],
];

const makersByColumn: readonly (readonly [string, ErrorMaker])[] = [
  ["identities.endorsementKey", recordsErrors.duplicateEndorsementKey],
  ["identities.publicKeySha256", recordsErrors.duplicateKey],
  ["identities.registrationKey", recordsErrors.duplicateRegistrationId],
  ["enrollments.registrationKey", recordsErrors.duplicateRegistrationId],
  ["identities.deviceId", recordsErrors.duplicateDeviceId],
  ["identities.unit", recordsErrors.identityChanged],
  ["units.serialNumber", recordsErrors.duplicateSerialNumber],
  ["certificates.serialNumber", recordsErrors.duplicateCertificate],
  ["certificateRequests.publicKeySha256", recordsErrors.duplicateKey],
  ["lots.lot", recordsErrors.lotExists],
  ["operators.nameKey", recordsErrors.duplicateOperator],
  ["operators.badgeDigest", recordsErrors.duplicateOperator],
];

/** Whatever the database driver threw, as a StationError: the file's troubles by result code, broken uniqueness by column. */
export function codedDatabaseError(error: unknown): StationError {
  if (isStationError(error)) return error;
  if (error instanceof Database.SqliteError) {
    const table = error.code.startsWith("SQLITE_CONSTRAINT_UNIQUE") ? makersByColumn : makersByPrefix;
    const maker = table.find(([text]) => error.code.startsWith(text) || error.message.includes(text))?.[1];
    return (maker ?? baseErrors.defect)(`${error.code}: ${error.message}`, error);
  }
  if (error instanceof Error && /not open|been destroyed/.test(error.message))
    return recordsErrors.closed(error.message, error);
  return baseErrors.defect(error instanceof Error ? error.message : String(error), error);
}
