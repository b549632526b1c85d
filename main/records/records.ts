import { AssignedNameRecords } from "./assigned-names.ts";
import { AuditRecords } from "./audit/audit-records.ts";
import { AuditTrail } from "./audit/audit-trail.ts";
import { CertificateRecords } from "./certificates.ts";
import { CertificateRequestRecords } from "./certificate-requests.ts";
import { type OpenDatabase, type OpenOptions, openDatabase } from "./database/open-database.ts";
import { Prepared } from "./database/prepared.ts";
import { transactionsSettled } from "./database/transaction.ts";
import { EnrollmentChangeRecords } from "./enrollment-changes.ts";
import { EnrollmentRecords } from "./enrollments.ts";
import { GroupRegistrationRecords } from "./group-registrations.ts";
import { IdentityRecords } from "./identities.ts";
import { ListRecords } from "./lists.ts";
import { InsightRecords } from "./insights/insights.ts";
import { LabelScanRecords } from "./label-scans.ts";
import { LotRecords } from "./lots.ts";
import { ManifestRecords } from "./manifest-records.ts";
import { OperatorRecords } from "./operators.ts";
import { ParkedEnrollmentRecords } from "./parked-enrollments.ts";
import { PrintRecords } from "./prints.ts";
import { ReconciliationRecords } from "./reconciliation.ts";
import { RunRecords } from "./runs.ts";
import { SealRecords } from "./seals.ts";
import { StationRecords } from "./stations.ts";
import { SymmetricKeyRecords } from "./symmetric-keys.ts";
import { UnitStateRecords } from "./unit-state-records.ts";
import { UnitRecords } from "./units.ts";
import { VerificationRecords } from "./verifications.ts";

/**
 * All the station keeps. Every promise rejects with a StationError. A write whose promise has resolved outlives a crash of the station,
 * and a power cut as well unless its method says "unforced": then it is kept with the next one that is forced to the disk.
 */
export interface Records {
  /** Whether these records are marked practice. */
  readonly practice: boolean;
  readonly lots: LotRecords;
  readonly units: UnitRecords;
  readonly lists: ListRecords;
  readonly unitStates: UnitStateRecords;
  readonly verifications: VerificationRecords;
  readonly prints: PrintRecords;
  readonly labelScans: LabelScanRecords;
  readonly stations: StationRecords;
  readonly runs: RunRecords;
  readonly identities: IdentityRecords;
  readonly assignedNames: AssignedNameRecords;
  readonly certificates: CertificateRecords;
  readonly certificateRequests: CertificateRequestRecords;
  readonly symmetricKeys: SymmetricKeyRecords;
  readonly enrollments: EnrollmentRecords;
  readonly enrollmentChanges: EnrollmentChangeRecords;
  readonly groupRegistrations: GroupRegistrationRecords;
  readonly parked: ParkedEnrollmentRecords;
  readonly reconciliation: ReconciliationRecords;
  readonly insights: InsightRecords;
  readonly manifest: ManifestRecords;
  readonly seals: SealRecords;
  readonly operators: OperatorRecords;
  readonly audit: AuditRecords;
  /** Idempotent; afterwards every call rejects with `records.closed`. */
  close(): Promise<void>;
}

/**
 * Opens the station's records, making the file if there is none. Throws `records.damaged`, `records.newer`, `records.mode`,
 * `records.not-opened`, `records.read-only`, `records.disk-full`.
 */
export async function openRecords(options: OpenOptions): Promise<Records> {
  const records = recordsOver(await openDatabase(options));
  try {
    await records.audit.begin({ mode: records.practice ? "practice" : "real" });
    return records;
  } catch (error) {
    await records.close();
    throw error;
  }
}

/** The records over an open database. */
export function recordsOver({ database, connection, log, practice, clock }: OpenDatabase): Records {
  const trail = new AuditTrail(connection, clock);
  const prepared = new Prepared(connection);
  const runs = new RunRecords(database, clock, trail, prepared);
  return {
    practice,
    lots: new LotRecords(database, clock, trail),
    units: new UnitRecords(database),
    lists: new ListRecords(database),
    unitStates: new UnitStateRecords(database, clock, trail),
    verifications: new VerificationRecords(database, clock, trail),
    prints: new PrintRecords(database, clock, trail),
    labelScans: new LabelScanRecords(database, clock, trail),
    stations: new StationRecords(database, clock),
    runs,
    identities: new IdentityRecords(prepared),
    assignedNames: new AssignedNameRecords(database, prepared),
    certificates: new CertificateRecords(database, clock, prepared),
    certificateRequests: new CertificateRequestRecords(database, clock, trail),
    symmetricKeys: new SymmetricKeyRecords(database, clock),
    enrollments: new EnrollmentRecords(database, clock),
    enrollmentChanges: new EnrollmentChangeRecords(database, clock, trail),
    groupRegistrations: new GroupRegistrationRecords(database, clock),
    parked: new ParkedEnrollmentRecords(database, clock),
    reconciliation: new ReconciliationRecords(database, clock),
    insights: new InsightRecords(database, clock),
    manifest: new ManifestRecords({ database, connection, practice }),
    seals: new SealRecords(database, trail),
    operators: new OperatorRecords(database, clock, trail),
    audit: new AuditRecords(database, trail),
    close: async () => {
      // Where the disk is full still, the next start finds these runs cut off.
      await runs.settle().catch(() => undefined);
      await transactionsSettled(database);
      // In the queue of writers, so that what else is under way ends first.
      await database.connection().execute(async () => {
        // Whoever relied on the log has been told if it failed; SQLite tries once more when it closes.
        await log?.close().catch(() => undefined);
        connection.close();
      });
    },
  };
}
