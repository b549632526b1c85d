import { createHash } from "node:crypto";
import { fromBase64 } from "../../base/bytes/base64.ts";
import type { LabelValues } from "../../label/label-fields.ts";
import type { UnitDetail } from "../../records/units.ts";

/** What of a unit its label may say. The day is the station's own, not Greenwich's. */
export function unitValues(unit: UnitDetail): LabelValues {
  const { serialNumber, model, lot, registrationId, deviceId, endorsementKey, runHistory } = unit;
  const passed = runHistory.find(({ outcome }) => outcome === "pass");
  return {
    serialNumber,
    model,
    lot,
    ...(registrationId === null ? {} : { registrationId }),
    ...(deviceId === null ? {} : { deviceId }),
    ...(passed === undefined ? {} : { date: dayOf(new Date(passed.startedAt)) }),
    ...(endorsementKey === null ? {} : { endorsementKeySha256: sha256(fromBase64(endorsementKey)) }),
  };
}

/** For a label that is tried before there is a unit. */
export const sampleValues = (now: Date): LabelValues => ({
  serialNumber: "SN00000001",
  model: "MODEL",
  lot: "LOT-1",
  registrationId: "sn00000001",
  deviceId: "sn00000001",
  date: dayOf(now),
  endorsementKeySha256: "0123456789abcdef".repeat(4),
});

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

function dayOf(time: Date): string {
  const two = (number: number): string => String(number).padStart(2, "0");
  return `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
}
