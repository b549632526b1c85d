import type { Records } from "../../main/records/records.ts";
import type { UnitDetail } from "../../main/records/units.ts";
import type { SoakLog } from "./soak-log.ts";
import { sha256, sha256OfBase64 } from "./soak-units.ts";

const pageSize = 500;

/** Compares everything on record with what the devices themselves hold and the slots showed. Answers what does not fit. */
export async function checkRecords(records: Records, log: SoakLog): Promise<readonly string[]> {
  const wrong: string[] = [];
  const seen = new Map<string, string>();
  let withIdentity = 0;
  for (let offset = 0; ; offset += pageSize) {
    const { units } = await records.units.list({ search: "", offset, limit: pageSize });
    for (const { serialNumber } of units) {
      const unit = await records.units.detail(serialNumber);
      if (unit === undefined) continue;
      if (unit.registrationId !== null) withIdentity += 1;
      wrong.push(...identityFaults(unit, log), ...runFaults(unit, log), ...seenTwice(unit, seen));
    }
    if (units.length < pageSize) break;
  }
  if (withIdentity !== log.identities.size)
    wrong.push(`${withIdentity} identities on record, ${log.identities.size} units passed`);
  const interrupted = await records.runs.interruptAll();
  if (interrupted > 0) wrong.push(`${interrupted} runs on record have not ended`);
  const unended = [...log.runs.values()].filter(({ outcome }) => outcome === "running").length;
  if (unended > 0) wrong.push(`${unended} runs in slots have not ended`);
  return wrong;
}

function identityFaults(unit: UnitDetail, log: SoakLog): readonly string[] {
  const own = log.identities.get(unit.serialNumber);
  if (own === undefined)
    return unit.registrationId === null ? [] : [`${unit.serialNumber} has an identity and never passed`];
  const leaf = unit.certificates[0]?.der;
  const fits = [
    unit.registrationId === own.registrationId,
    unit.enrollmentDetail?.state === "queued",
    own.publicKeySha256 === null || unit.publicKeySha256 === own.publicKeySha256,
    own.leafSha256 === null || (leaf !== undefined && sha256(leaf) === own.leafSha256),
    sha256OfBase64(unit.endorsementKey) === own.endorsementKeySha256,
  ];
  return fits.every(Boolean) ? [] : [`${unit.serialNumber}: records and device differ (${fits.join(" ")})`];
}

/** The last hundred runs of a unit are told; none of this many comes so often. */
function runFaults(unit: UnitDetail, log: SoakLog): readonly string[] {
  return unit.runHistory.flatMap(({ id, outcome }) => {
    const shown = log.runs.get(id);
    if (shown === undefined) return [`run ${id} is on record only`];
    if (shown.serialNumber !== unit.serialNumber)
      return [`run ${id} of ${shown.serialNumber} is booked on ${unit.serialNumber}`];
    return shown.outcome === outcome ? [] : [`run ${id}: shown ${shown.outcome}, on record ${outcome}`];
  });
}

function seenTwice(unit: UnitDetail, seen: Map<string, string>): readonly string[] {
  const names = [unit.registrationId, unit.publicKeySha256, unit.deviceId].filter((name) => name !== null);
  return [...new Set(names)].flatMap((name) => {
    const other = seen.get(name);
    seen.set(name, unit.serialNumber);
    return other === undefined || other === unit.serialNumber
      ? []
      : [`${name} belongs to ${other} and ${unit.serialNumber}`];
  });
}
