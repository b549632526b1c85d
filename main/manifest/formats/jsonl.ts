import type { ManifestEntry } from "../manifest-entry.ts";
import { individualEnrollment } from "./individual-enrollment.ts";
import { entryByEntry, type ManifestFormat } from "./manifest-format.ts";

/** JSON Lines: each line an IndividualEnrollment (REST API 2021-10-01), with what the plant knows of the unit in `unit`. */
export const jsonlFormat: ManifestFormat = {
  extension: "jsonl",
  mediaType: "application/jsonl; charset=utf-8",
  write: entryByEntry(
    () => "",
    (entry) => `${JSON.stringify(toDocument(entry))}\n`,
  ),
};

function toDocument(entry: ManifestEntry) {
  return {
    ...individualEnrollment(entry),
    unit: {
      serialNumber: entry.serialNumber,
      model: entry.model,
      lot: entry.lot,
      certificateChain: entry.certificateChain,
      certificateSha256: entry.certificateSha256,
      certificateSerialNumber: entry.certificateSerialNumber,
      certificateNotAfter: entry.certificateNotAfter,
      enrollment: entry.enrollment,
      ...(entry.enrollmentGroup === undefined ? {} : { enrollmentGroup: entry.enrollmentGroup }),
      service: entry.service,
      assignedHub: entry.assignedHub,
      provisionedAt: entry.provisionedAt,
      recipe: entry.recipe,
      recipeHash: entry.recipeHash,
      practice: entry.practice,
    },
  };
}
