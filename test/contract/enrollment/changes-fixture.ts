import { join } from "node:path";
import { onTestFinished } from "vitest";
import { toPem } from "../../../main/base/bytes/pem.ts";
import { systemClock } from "../../../main/base/clock.ts";
import { silentLog } from "../../../main/base/log.ts";
import type { DpsClient } from "../../../main/dps/dps-client.ts";
import type { IndividualEnrollment } from "../../../main/dps/schema/individual-enrollment.ts";
import { EnrollmentQueue } from "../../../main/enrollment/enrollment-queue.ts";
import type { ChangeableService } from "../../../main/enrollment/enrollment-service.ts";
import type { ChangeIntent } from "../../../main/records/enrollment-changes.ts";
import { deviceExtensions, testCertificate } from "../../harness/test-certificates.ts";
import { clientFor, startService } from "../dps/service-fixture.ts";
import { openTestRecords, plantService, type RecordedUnit, recordUnits, testFolder } from "./reconcile-fixture.ts";

/** A practice service, records with these units, and a queue that is not started. */
export async function withUnits(
  units: readonly RecordedUnit[],
  stand: (client: DpsClient) => Partial<ChangeableService> = () => ({}),
) {
  const { dps, client } = await startService();
  const once = clientFor(dps, { retry: { maximumAttempts: 1, budgetMs: 1_000, firstDelayMs: 1, longestDelayMs: 2 } });
  const file = join(testFolder(), "station.db");
  await recordUnits(file, units);
  const records = await openTestRecords(file);
  const service: ChangeableService = {
    putEnrollment: (entry, options) => once.putEnrollment(entry, options),
    getEnrollment: (id, options) => once.getEnrollment(id, options),
    deleteEnrollment: (id, options) => once.deleteEnrollment(id, options),
    getAttestationMechanism: (id, options) => once.getAttestationMechanism(id, options),
    getRegistrationState: (id, options) => once.getRegistrationState(id, options),
    ...stand(once),
  };
  const queue = new EnrollmentQueue({
    store: records.enrollments,
    changes: records.enrollmentChanges,
    serviceFor: (name) => (name === plantService ? service : undefined),
    clock: systemClock,
    log: silentLog,
    onChanged: () => undefined,
    onStatus: () => undefined,
    timing: { pollMs: 10, firstPauseMs: 5, longestPauseMs: 20, maximumChecks: 0 },
  });
  onTestFinished(() => queue.stop());
  /** Wants it, tries it once, and says what became of it. */
  const change = async (registrationId: string, act: ChangeIntent["act"], more: Partial<ChangeIntent> = {}) => {
    const intent = { registrationId, act, reason: "because", author: "QA Ann", ...more };
    const id = await records.enrollmentChanges.intend(intent);
    await queue.flushChanges();
    return records.enrollmentChanges.get(id);
  };
  return { dps, client, records, queue, change };
}

export type Plant = Awaited<ReturnType<typeof withUnits>>;

export async function certificateFor(registrationId: string) {
  const { der } = await testCertificate({ name: registrationId, extensions: deviceExtensions() });
  return { pem: toPem("CERTIFICATE", der), base64: Buffer.from(der).toString("base64") };
}

export const x509EntryOf = (registrationId: string, pem: string): IndividualEnrollment => ({
  registrationId,
  deviceId: registrationId,
  attestation: { type: "x509", x509: { clientCertificates: { primary: { certificate: pem } } } },
  provisioningStatus: "enabled",
});
