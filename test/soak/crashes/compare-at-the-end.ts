import { join } from "node:path";
import DatabaseFile from "better-sqlite3";
import type { PracticeDps } from "../../../main/practice/dps/practice-dps.ts";
import { checkFiles, identitiesOf } from "./check-files.ts";
import { type CrashUnit, heldCertificates, heldIdentity, sha256 } from "./crash-units.ts";
import type { ShownPasses } from "./shown-passes.ts";

export interface End {
  readonly data: string;
  readonly dps: PracticeDps;
  /** Every device there ever was. */
  readonly units: readonly CrashUnit[];
  readonly shown: ShownPasses;
}

type Entry = ReturnType<PracticeDps["store"]["enrollments"]> extends Iterable<infer One> ? One : never;

/** The records, every device there ever was and the provisioning service, held against each other. */
export async function compareAtTheEnd({ data, dps, units, shown }: End): Promise<readonly string[]> {
  const file = join(data, "station.db");
  const wrong = [...(await checkFiles(file, { passes: [...shown.passes.values()], devices: heldCertificates(units) }))];
  const connection = new DatabaseFile(file, { readonly: true });
  const identities = identitiesOf(connection);
  const left = String(connection.prepare("select count(*) from runs where outcome = 'running'").pluck().get());
  connection.close();
  if (left !== "0") wrong.push(`${left} runs on record have not ended`);
  const entries = new Map([...dps.store.enrollments()].map((entry) => [entry.registrationId, entry]));
  if (entries.size !== identities.size) wrong.push(`${entries.size} entries, ${identities.size} identities on record`);
  const bySerialNumber = new Map(units.map((unit) => [unit.serialNumber, unit]));
  for (const { unit, registrationId, publicKeySha256, enrollment } of identities.values()) {
    const device = bySerialNumber.get(unit);
    if (enrollment !== "enrolled") wrong.push(`${unit} is ${enrollment ?? "not in the queue"} at the end`);
    if (device === undefined) wrong.push(`${unit} is on record and there is no such device`);
    else if (heldIdentity(device).publicKeySha256 !== publicKeySha256)
      wrong.push(`${unit} holds another key than the one on record`);
    else if (entries.get(registrationId) === undefined) wrong.push(`${registrationId} is not at the service`);
    else wrong.push(...entryFaults(entries.get(registrationId), device));
  }
  return wrong;
}

/** The service knows what is in the device. */
function entryFaults(entry: Entry | undefined, device: CrashUnit): readonly string[] {
  const { certificate, publicKeySha256 } = heldIdentity(device);
  const attestation = JSON.stringify(entry?.attestation);
  const fits = {
    tpm: () => attestation.includes(JSON.stringify(device.endorsementKey)),
    x509: () => certificate !== null && attestation.includes(sha256(certificate).toUpperCase()),
    "symmetric-key": () => symmetricKeyOf(entry) === publicKeySha256,
  }[device.kind]();
  return fits ? [] : [`${device.serialNumber}: the service has another identity: ${attestation.slice(0, 400)}`];
}

function symmetricKeyOf(entry: Entry | undefined): string | undefined {
  const attestation = entry?.attestation;
  if (attestation?.type !== "symmetricKey") return undefined;
  return sha256(Buffer.from(attestation.symmetricKey?.primaryKey ?? "", "base64"));
}
