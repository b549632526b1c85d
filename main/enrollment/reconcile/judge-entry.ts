import { type IndividualEnrollment, individualEnrollment } from "../../dps/schema/individual-enrollment.ts";
import { compareEnrollment } from "../compare-enrollment.ts";
import type { RecordedEnrollment, SeenRegistration } from "./reconcile-store.ts";

export interface ReconcileFinding {
  readonly kind: "missing" | "extra" | "different" | "disabled" | "registered" | "never-registered";
  readonly registrationId: string;
  /** In words, for the engineer. */
  readonly detail: string;
}

export interface EntryJudgement {
  readonly findings: readonly ReconcileFinding[];
  /** What the records do not know yet of the device's registration. */
  readonly registration: SeenRegistration | undefined;
}

export interface JudgeSettings {
  readonly service: string;
  readonly now: Date;
  /** Left out: devices may take as long as they like. */
  readonly neverRegisteredDays?: number | undefined;
}

const dayMs = 24 * 60 * 60 * 1000;

/** What an entry at the service and the record of the same registration id say of each other. */
export function judgeEntry(
  found: IndividualEnrollment,
  recorded: RecordedEnrollment | undefined,
  settings: JudgeSettings,
): EntryJudgement {
  const { registrationId } = found;
  const finding = (kind: ReconcileFinding["kind"], detail: string): ReconcileFinding => ({
    kind,
    registrationId,
    detail,
  });
  if (recorded === undefined) return onlyFindings(finding("extra", "no unit of this station has it"));
  if (recorded.service !== settings.service) {
    return onlyFindings(finding("extra", `its unit is enrolled at service "${recorded.service}"`));
  }
  if (recorded.deletedAt !== null) {
    return onlyFindings(finding("extra", `deleted by this station ${recorded.deletedAt}, and there again`));
  }
  const registration = newsOf(found, recorded);
  return {
    findings: [
      ...compareWithRecord(found, recorded).map(([kind, detail]) => finding(kind, detail)),
      ...(registration?.status === "assigned"
        ? [finding("registered", `at ${registration.assignedHub ?? "no hub"}, ${registration.at ?? "no time"}`)]
        : []),
      ...(isOverdue(found, recorded, settings)
        ? [finding("never-registered", `enrolled ${enrolledAt(found, recorded)}, its device has not registered since`)]
        : []),
    ],
    registration,
  };
}

const onlyFindings = (finding: ReconcileFinding): EntryJudgement => ({ findings: [finding], registration: undefined });

function compareWithRecord(
  found: IndividualEnrollment,
  { entry }: RecordedEnrollment,
): readonly (readonly ["different" | "disabled", string])[] {
  const asked = individualEnrollment.safeParse(entry);
  if (!asked.success) return [["different", "the recorded entry cannot be read"]];
  const { provisioningStatus } = asked.data;
  // Disabling is how access is revoked, by a person: told by itself, not as a difference.
  const differences = compareEnrollment(asked.data, { ...found, provisioningStatus });
  const disabled = found.provisioningStatus === "disabled" && provisioningStatus !== "disabled";
  return [
    ...(differences.length > 0 ? [["different", differences.join("; ")] as const] : []),
    ...(disabled ? [["disabled", "disabled at the service, enabled in the records"] as const] : []),
  ];
}

function newsOf(found: IndividualEnrollment, recorded: RecordedEnrollment): SeenRegistration | undefined {
  const state = found.registrationState;
  if (state === null || state === undefined) return undefined;
  const registration = {
    registrationId: recorded.registrationId,
    status: state.status,
    assignedHub: state.assignedHub ?? null,
    deviceId: state.deviceId ?? null,
    at: state.lastUpdatedDateTimeUtc ?? null,
  };
  const known =
    recorded.registrationStatus === registration.status &&
    recorded.assignedHub === registration.assignedHub &&
    recorded.registrationAt === registration.at;
  return known ? undefined : registration;
}

const enrolledAt = (found: IndividualEnrollment, recorded: RecordedEnrollment): string =>
  found.createdDateTimeUtc ?? recorded.createdAt;

function isOverdue(
  found: IndividualEnrollment,
  recorded: RecordedEnrollment,
  { now, neverRegisteredDays }: JudgeSettings,
): boolean {
  const status = found.registrationState?.status ?? "unassigned";
  if (neverRegisteredDays === undefined || status !== "unassigned") return false;
  return now.getTime() - Date.parse(enrolledAt(found, recorded)) > neverRegisteredDays * dayMs;
}
