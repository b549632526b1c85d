import { type Fingerprint, fingerprintTable } from "./fingerprint-table.ts";

/** What a port tells of the device behind it; ids are four lower-case hexadecimal digits. */
export interface DeviceMarks {
  readonly vendorId?: string | undefined;
  readonly productId?: string | undefined;
  readonly manufacturer?: string | undefined;
}

export type LikelyDevice = Pick<Fingerprint, "name" | "driver" | "score">;

/** The best entry of the table that fits; `undefined` for a device that tells nothing, or nothing known. */
export function likelyDevice(
  marks: DeviceMarks,
  table: readonly Fingerprint[] = fingerprintTable,
): LikelyDevice | undefined {
  return table
    .filter((entry) => fits(entry, marks))
    .reduce<Fingerprint | undefined>((best, entry) => (entry.score > (best?.score ?? -1) ? entry : best), undefined);
}

const fits = ({ vendorId, productId, manufacturer }: Fingerprint, marks: DeviceMarks): boolean =>
  (vendorId === undefined || vendorId === marks.vendorId) &&
  (productId === undefined || productId === marks.productId) &&
  (manufacturer === undefined || manufacturer.test(marks.manufacturer ?? ""));
