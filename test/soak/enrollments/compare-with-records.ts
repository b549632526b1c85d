import { createHash } from "node:crypto";
import { join } from "node:path";
import { z } from "zod";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { openRecords, type Records } from "../../../main/records/records.ts";
import { openSdkService } from "../../harness/sdk-service.ts";
import { endorsementKeyOf } from "../../harness/recorded-units.ts";
import { patientClient } from "./patient-client.ts";
import { hasSymmetricKey, registrationIdOf } from "./soak-entries.ts";

/** An entry as Microsoft's client shows it. */
const shownEntry = z.object({
  registrationId: z.string(),
  deviceId: z.string(),
  etag: z.string(),
  provisioningStatus: z.string(),
  createdDateTimeUtc: z.string(),
  lastUpdatedDateTimeUtc: z.string(),
  attestation: z.object({ type: z.string(), tpm: z.object({ endorsementKey: z.string() }).nullish() }),
});
type ShownEntry = z.infer<typeof shownEntry>;

/** Every unit against every entry: none lost, none doubled, none overwritten. Answers what does not fit. */
export async function compareWithRecords(root: string, dps: PracticeDps, units: number): Promise<readonly string[]> {
  const entries = await entriesAt(dps);
  const records = await openRecords({ file: join(root, "station.db"), practice: false });
  try {
    const wrong: string[] = [];
    const counts = await records.enrollments.counts();
    if (counts.enrolled !== units || counts.queued + counts.conflict + counts.rejected !== 0)
      wrong.push(`records: ${JSON.stringify(counts)}`);
    if (entries.length !== units) wrong.push(`${entries.length} entries at the service, ${units} units`);
    const byId = new Map(entries.map((entry) => [entry.registrationId, entry]));
    if (byId.size !== entries.length) wrong.push("the service shows entries twice");
    const held = dps.store.enrollments().map(({ registrationId }) => registrationId);
    if (held.length !== units || !held.every((id) => byId.has(id)))
      wrong.push(`the service holds ${held.length} entries, and others than it shows`);
    for (let number = 0; number < units; number += 1) {
      wrong.push(...(await compareOne(records, byId.get(registrationIdOf(number)), number)));
    }
    return [...wrong, ...(await compareDevices(records, dps, units))];
  } finally {
    await records.close();
  }
}

/** By pages, read by Microsoft's client. */
async function entriesAt(dps: PracticeDps): Promise<readonly ShownEntry[]> {
  const query = openSdkService(dps).createIndividualEnrollmentQuery({ query: "*" }, 500);
  const entries: ShownEntry[] = [];
  // Without a token its promise form would ask for the first page for ever.
  while (query.hasMoreResults) {
    const { responseBody } = await query.next(query.continuationToken);
    entries.push(...z.array(shownEntry).parse(Object.values(responseBody)));
  }
  return entries;
}

async function compareOne(records: Records, entry: ShownEntry | undefined, number: number): Promise<readonly string[]> {
  const id = registrationIdOf(number);
  if (entry === undefined) return [`${id} is not at the service`];
  const recorded = await records.enrollments.get(id);
  const key = hasSymmetricKey(number) ? undefined : endorsementKeyOf(id);
  const checks = {
    enrolled: recorded?.state === "enrolled",
    unit: recorded?.unit === id,
    deviceId: entry.deviceId === id,
    status: entry.provisioningStatus === "enabled",
    type: entry.attestation.type === (key === undefined ? "symmetricKey" : "tpm"),
    key: entry.attestation.tpm?.endorsementKey === key,
    // Written once and never again.
    once: entry.createdDateTimeUtc === entry.lastUpdatedDateTimeUtc,
  };
  const broken = Object.entries(checks).filter(([, holds]) => !holds);
  return broken.map(([name]) => `${id}: ${name} does not fit: ${JSON.stringify(entry)}`);
}

/** The service has the very key that is on record, the station has it no more; and both say the same of where the device is. */
async function compareDevices(records: Records, dps: PracticeDps, units: number): Promise<readonly string[]> {
  const client = patientClient(dps);
  const wrong: string[] = [];
  for (let number = 0; number < units; number += 1) {
    if (!hasSymmetricKey(number)) continue;
    const id = registrationIdOf(number);
    const mechanism = await client.getAttestationMechanism(id);
    const key = Buffer.from(mechanism?.symmetricKey?.primaryKey ?? "", "base64");
    const identity = await records.identities.findByUnit(id);
    if (identity?.publicKeySha256 !== createHash("sha256").update(key).digest("hex"))
      wrong.push(`${id}: the service has another key than the records`);
    if ((await records.symmetricKeys.find(id)) !== undefined) wrong.push(`${id}: the station still has the key`);
    const state = await client.getRegistrationState(id);
    const [recorded] = await records.reconciliation.recorded([id]);
    if (state?.status !== "assigned" || recorded?.registrationStatus !== "assigned")
      wrong.push(`${id}: registration is ${state?.status} there, ${recorded?.registrationStatus ?? "nothing"} here`);
    if (state?.assignedHub !== recorded?.assignedHub) wrong.push(`${id}: another hub on record`);
  }
  client.close();
  const registrations = dps.store.registrations().length;
  const expected = Array.from({ length: units }, (_, number) => number).filter(hasSymmetricKey).length;
  if (registrations !== expected) wrong.push(`${registrations} registrations at the service, of ${expected} devices`);
  return wrong;
}
