import type {
  ParkedEntry,
  PracticeCall,
  PracticeHubDevice,
  ReconcileKind,
  ReconcileStatus,
  ServiceCheck,
  ServiceConflict,
  ServiceError,
} from "../../../main/api/contract/index.ts";
import { sha256Hex } from "./fake-records.ts";

const ago = (seconds: number): string => new Date(Date.now() - seconds * 1000).toISOString();
const idOf = (number: number): string => sha256Hex(`unit ${number}`).slice(0, 52);
const serialOf = (number: number): string => `GW2200${String(100 + number).padStart(5, "0")}`;

export const refusedErrors = (): ServiceError[] => [
  {
    at: ago(7),
    code: "dps.unauthorized",
    sentence: "Service refused the station. Call the shift lead.",
    message: '401 401002 "Unauthorized": signature of the token is not of policy "touchmark-line-2"',
    trackingId: "2b2b6f5a-7c1e-4e3f-9d57-5a0f8c0f2f11",
    registrationId: null,
  },
];

export const throttledErrors = (): ServiceError[] => [
  {
    at: ago(4),
    code: "dps.throttled",
    sentence: "Service is busy. Wait, it goes on by itself.",
    message: '429 429001 "ThrottlingException": operations are being throttled for the tenant; Retry-After 25',
    trackingId: "f1c9c0de-11aa-4b72-8b6c-90dd3a7ce021",
    registrationId: null,
  },
];

export const someConflicts = (count: number): ServiceConflict[] =>
  Array.from({ length: count }, (_, index) => ({
    registrationId: idOf(index),
    unit: serialOf(index),
    service: "practice-dps",
    at: ago(300 * (count - index)),
    code: "enrollment.conflict",
    detail: "another entry stands at the service under this registration id",
    differences:
      index % 3 === 2
        ? [{ field: "deviceId", ours: serialOf(index), theirs: "gateway-of-somebody-else" }]
        : [
            {
              field: "attestation.tpm.endorsementKey",
              ours: `SHA-256 ${sha256Hex(`ours ${index}`)}`,
              theirs: `SHA-256 ${sha256Hex(`theirs ${index}`)}`,
            },
            { field: "deviceId", ours: serialOf(index), theirs: "gateway-of-somebody-else" },
            { field: "provisioningStatus", ours: "enabled", theirs: "disabled" },
          ],
    can: ["adopt", "replace", "rename", "retry", "reject"],
    solving: index === 3 ? "replace" : null,
    suggested: `${idOf(index)}-2`,
  }));

export const someParked = (count: number): ParkedEntry[] =>
  Array.from({ length: count }, (_, index) => ({
    registrationId: idOf(1000 + index),
    unit: serialOf(1000 + index),
    service: "practice-dps",
    at: ago(600 * (count - index)),
    code: index % 2 === 0 ? "dps.rejected" : "dps.symmetric-key",
    detail:
      index % 2 === 0
        ? "400 400004: hub practice-hub-9.azure-devices.example is not linked to this instance"
        : "400 400209: a symmetric key must have 16 to 64 bytes",
    attempts: 1 + index,
  }));

export const goodChecks: readonly ServiceCheck[] = [
  {
    check: "name",
    verdict: "ok",
    found: "practice-dps.azure-devices-provisioning.example is 10.20.0.14",
    whoMends: null,
  },
  { check: "tcp", verdict: "ok", found: "port 443 answers in 8 ms", whoMends: null },
  {
    check: "tls",
    verdict: "ok",
    found: "TLS 1.3, certificate CN=*.azure-devices-provisioning.example until 2027-04-02",
    whoMends: null,
  },
  { check: "answer", verdict: "ok", found: "200 in 41 ms", whoMends: null },
  { check: "clock", verdict: "ok", found: "0.4 s behind the service", whoMends: null },
  { check: "api-version", verdict: "ok", found: "2021-10-01", whoMends: null },
  { check: "authentication", verdict: "ok", found: "policy touchmark-line-2", whoMends: null },
  { check: "read", verdict: "ok", found: "may read: 10 entries seen", whoMends: null },
  { check: "write", verdict: "unknown", found: "not asked for: no trial entry was written", whoMends: null },
  { check: "id-scope", verdict: "unknown", found: "0ne00PRACT1 cannot be asked for by this right", whoMends: null },
  { check: "hubs", verdict: "ok", found: "practice-hub-1 is seen in enrollments", whoMends: null },
];

export const warnedChecks: readonly ServiceCheck[] = goodChecks.map((line) =>
  line.check === "clock"
    ? { check: "clock", verdict: "warning", found: "212 s ahead of the service; tokens end early", whoMends: "station" }
    : line,
);

export function comparison(agree: boolean): ReconcileStatus {
  const few: Readonly<Record<ReconcileKind, number>> = {
    missing: 3,
    different: 2,
    disabled: 1,
    extra: 74,
    "never-registered": 12,
    registered: 41,
  };
  const details: Readonly<Record<ReconcileKind, string>> = {
    missing: "enrolled according to the records, and not at the service",
    different: "attestation: another endorsement key",
    disabled: "disabled at the service, enabled in the records",
    extra: "no unit of this station has it",
    "never-registered": "enrolled 2026-09-02T11:20:00.000Z, its device has not registered since",
    registered: "at practice-hub-1.azure-devices.example, 2026-10-30T09:00:00.000Z",
  };
  const kinds: readonly ReconcileKind[] = [
    "missing",
    "different",
    "disabled",
    "extra",
    "never-registered",
    "registered",
  ];
  const of = (kind: ReconcileKind): number => (agree && kind !== "registered" ? 0 : few[kind]);
  return {
    state: "done",
    service: "practice-dps",
    startedAt: ago(95),
    finishedAt: ago(2),
    resumed: false,
    phase: null,
    counts: {
      entries: 12_480,
      missing: of("missing"),
      extra: of("extra"),
      different: of("different"),
      disabled: of("disabled"),
      registered: of("registered"),
      neverRegistered: of("never-registered"),
      groupDevices: 210,
    },
    expected: 12_480,
    first: kinds.flatMap((kind) =>
      Array.from({ length: Math.min(50, of(kind)) }, (_, index) => ({
        kind,
        registrationId: idOf(2000 + index),
        detail: details[kind],
      })),
    ),
    agree,
    problem: null,
  };
}

export const someHubDevices = (count: number): PracticeHubDevice[] =>
  Array.from({ length: count }, (_, index) => ({
    hub: "practice-hub-east.azure-devices.test",
    deviceId: serialOf(index).toLowerCase(),
    registrationId: idOf(index),
    isConnected: index % 3 !== 2,
    connections: 1,
    lastSeenAt: index % 3 === 2 ? null : ago(index * 7),
    messages: index,
    lastMessage: index === 0 ? null : '{"temperature":21}',
    twin: { tags: { lot: "PRACTICE-TPM" }, desired: { $version: 1 }, reported: { firmware: "1.0.0", $version: 2 } },
  }));

export const someCalls = (count: number): PracticeCall[] =>
  Array.from({ length: count }, (_, index) => ({
    at: ago(index * 1.3),
    api: index % 5 === 0 ? "device" : index % 11 === 3 ? "mqtt" : "service",
    method: index % 4 === 0 ? "PUT" : index % 7 === 0 ? "POST" : "GET",
    path: index % 7 === 0 ? "/enrollments/query" : `/enrollments/${idOf(index)}`,
    status: index % 13 === 6 ? 429 : index % 17 === 9 ? 409 : 200,
    errorCode: index % 13 === 6 ? 429_001 : index % 17 === 9 ? 409_201 : null,
    ms: 3 + ((index * 37) % 120),
    fault: index % 13 === 6 ? "throttle" : null,
  }));
