import type { ManifestEntry } from "../manifest-entry.ts";
import { manifestErrors } from "../manifest-errors.ts";
import { individualEnrollment } from "./individual-enrollment.ts";
import type { ManifestFormat } from "./manifest-format.ts";

/** Most entries the service takes in one call (REST API 2021-10-01, bulk enrollment). */
const mostEntries = 10;

/**
 * Each line is the body of one `POST /enrollments`: a BulkEnrollmentOperation of mode `create`, which never overwrites. A lot of
 * symmetric keys is refused: the service would make keys that no device has. So is one enrolled by its group, which needs no entries.
 */
export const dpsBulkFormat: ManifestFormat = {
  extension: "dps.jsonl",
  mediaType: "application/jsonl; charset=utf-8",
  write: async function* write(entries) {
    let enrollments: readonly object[] = [];
    for await (const entry of entries) {
      enrollments = [...enrollments, toEnrollment(entry)];
      if (enrollments.length < mostEntries) continue;
      yield operation(enrollments);
      enrollments = [];
    }
    if (enrollments.length > 0) yield operation(enrollments);
  },
};

const operation = (enrollments: readonly object[]): string => `${JSON.stringify({ mode: "create", enrollments })}\n`;

/** Throws `manifest.not-in-format`. */
export function toEnrollment(entry: ManifestEntry): Readonly<Record<string, unknown>> {
  if (entry.enrollmentGroup !== undefined) {
    throw manifestErrors.notInFormat(`unit ${entry.serialNumber} is enrolled by group ${entry.enrollmentGroup}`);
  }
  if (entry.attestation === "symmetric-key") {
    throw manifestErrors.notInFormat(`unit ${entry.serialNumber} has a symmetric key, which no manifest holds`);
  }
  if (entry.endorsementKey === null && entry.certificateChain === null) {
    throw manifestErrors.notInFormat(
      `unit ${entry.serialNumber} has neither endorsement key nor certificate on record`,
    );
  }
  // The service keeps this member for whoever looks at the entry later; nothing else of an enrollment can say it.
  const marked = entry.practice ? { optionalDeviceInformation: { practice: true } } : {};
  return { ...individualEnrollment(entry), ...marked };
}
