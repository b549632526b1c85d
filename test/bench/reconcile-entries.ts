import type { IndividualEnrollment } from "../../main/dps/schema/individual-enrollment.ts";
import type { ReconcileCounts } from "../../main/enrollment/reconcile/reconcile-store.ts";
import { type RecordedUnit, tpmEntryOf } from "../harness/recorded-units.ts";

/** Of each kind of difference there are so many. */
const strange = 5;
const idOf = (index: number): string => `unit-${String(index).padStart(7, "0")}`;

/** Units 0 to entries - 1; the service lacks the first few and has as many that nobody knows. */
export function* recordedUnits(entries: number): Generator<RecordedUnit> {
  for (let index = 0; index < entries; index += 1)
    yield { registrationId: idOf(index), entry: tpmEntryOf(idOf(index)) };
}

const at = new Date().toISOString();
const common = {
  capabilities: { iotEdge: false },
  reprovisionPolicy: { updateHubAssignment: true, migrateDeviceData: true },
  etag: "IjEi",
  createdDateTimeUtc: at,
  lastUpdatedDateTimeUtc: at,
};

/** What the service has. Numbers below `strange` are missing, then as many have another key, then as many are disabled; the last ones are extra. */
export function entryAtService(index: number): IndividualEnrollment {
  const number = index + strange;
  const entry = tpmEntryOf(idOf(number), number < 2 * strange ? `other ${number}` : idOf(number));
  const isDisabled = number >= 2 * strange && number < 3 * strange;
  return { ...entry, ...common, provisioningStatus: isDisabled ? "disabled" : "enabled" };
}

/** Throws unless all of it was found, and nothing else. */
export function checkFound(counts: ReconcileCounts, entries: number): void {
  const expected = { entries, missing: strange, extra: strange, different: strange, disabled: strange };
  const wrong = Object.entries(expected).filter(([name, count]) => counts[name as keyof ReconcileCounts] !== count);
  if (wrong.length > 0) throw new Error(`reconcile found ${JSON.stringify(counts)}`);
}
