import type { Generated } from "kysely";
import type { z } from "zod";
import type { lotRow, sealRow } from "./rows/lot-rows.ts";
import type { formerIdentityRow, unitRow, unitStateRow, verificationRow } from "./rows/unit-rows.ts";
import type { runRow, stepRow } from "./rows/run-rows.ts";
import type { endorsementCertificateRow, identityRow, symmetricKeyRow } from "./rows/identity-rows.ts";
import type { certificateRequestRow, certificateRow } from "./rows/certificate-rows.ts";
import type {
  assignedNameRow,
  enrollmentChangeRow,
  enrollmentCountRow,
  enrollmentRow,
  groupRegistrationRow,
} from "./rows/enrollment-rows.ts";
import type { labelScanRow, printRow } from "./rows/label-rows.ts";
import type { auditRow, operatorRow, stationRow } from "./rows/station-rows.ts";

/** A table as Kysely sees it: the row before parsing, its id made by the database. */
type Stored<Schema extends z.ZodType<unknown, { id: number }>> = Omit<z.input<Schema>, "id"> & {
  id: Generated<number>;
};

/** Times are ISO 8601 UTC text; keys ending in `Key` are folded to lower case for uniqueness; JSON is kept as text. */
export interface Tables {
  lots: Stored<typeof lotRow>;
  units: Stored<typeof unitRow>;
  unitStates: Stored<typeof unitStateRow>;
  verifications: Stored<typeof verificationRow>;
  formerIdentities: Stored<typeof formerIdentityRow>;
  runs: Stored<typeof runRow>;
  steps: z.input<typeof stepRow>;
  identities: z.input<typeof identityRow>;
  certificates: Stored<typeof certificateRow>;
  certificateRequests: Stored<typeof certificateRequestRow>;
  symmetricKeys: Stored<typeof symmetricKeyRow>;
  enrollments: Stored<typeof enrollmentRow>;
  enrollmentChanges: Stored<typeof enrollmentChangeRow>;
  assignedNames: Stored<typeof assignedNameRow>;
  groupRegistrations: z.input<typeof groupRegistrationRow>;
  enrollmentCounts: z.input<typeof enrollmentCountRow>;
  endorsementCertificates: z.input<typeof endorsementCertificateRow>;
  seals: Stored<typeof sealRow>;
  audit: z.input<typeof auditRow>;
  operators: Stored<typeof operatorRow>;
  prints: Stored<typeof printRow>;
  labelScans: Stored<typeof labelScanRow>;
  stations: Stored<typeof stationRow>;
  facts: { name: string; value: string };
  schemaVersions: { version: number; name: string; appliedAt: string };
}
