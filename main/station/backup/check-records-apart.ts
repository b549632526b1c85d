import { type RecordsReport, recordsReportSchema } from "../../api/contract/index.ts";
import { baseErrors } from "../../base/errors/base-errors.ts";
import { within } from "../../base/async/within.ts";
import { type CheckOptions, checkRecords, isSound } from "../../records/backup/check-records.ts";
import { recordsErrors } from "../../records/records-errors.ts";
import { besideTheStation } from "./beside-the-station.ts";
import { faultOf } from "./make-backup.ts";

const anHourMs = 3_600_000;

/**
 * Reads the records whole, where the line does not wait for it: of a million units it takes a minute or more. Throws `records.damaged`,
 * `records.not-opened`, `station.timed-out`, `station.cancelled`.
 */
export function checkRecordsApart(file: string, signal: AbortSignal): Promise<RecordsReport> {
  const task = {
    order: { task: "check", file },
    result: recordsReportSchema,
    here: () => reportRecords(file, { considerate: true }),
    ended: recordsErrors.notOpened,
    tidies: false,
  } as const;
  const onTimeout = () => baseErrors.timedOut("the records were not read whole after an hour");
  return within({ ms: anHourMs, signal, onTimeout }, (stop) => besideTheStation(task, stop));
}

/** In the caller's own thread. */
export async function reportRecords(file: string, options?: CheckOptions): Promise<RecordsReport> {
  const found = await checkRecords(file, options);
  const sound = isSound(found);
  const { schemaVersion, faults, audit } = found;
  return {
    sound,
    schemaVersion,
    faults: [...faults],
    auditEntries: audit?.entries ?? 0,
    wrong: sound ? null : faultOf(found),
  };
}
