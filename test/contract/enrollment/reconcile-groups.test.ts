import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../main/base/clock.ts";
import { type ReconcileEvent, type ReconcileService, reconcile } from "../../../main/enrollment/reconcile/reconcile.ts";
import { openDatabase } from "../../../main/records/database/open-database.ts";
import { openTestRecords, plantService, recordUnits, testFolder, tpmEntryOf } from "./reconcile-fixture.ts";

const assigned = (registrationId: string) => ({ registrationId, status: "assigned" as const, assignedHub: "hub" });

/** Units 0 to `count` of group "line-7" in the records, the first half of them built 40 days ago. */
async function recordsOfGroup(count: number) {
  const file = join(testFolder(), "station.db");
  const ids = Array.from({ length: count }, (_, index) => `g${index}`);
  await recordUnits(
    file,
    ids.map((registrationId) => ({ registrationId, entry: tpmEntryOf(registrationId) })),
  );
  const { database, log, connection } = await openDatabase({ file, practice: false });
  const old = new Date(Date.now() - 40 * 24 * 60 * 60 * 1000).toISOString();
  connection.exec("drop trigger enrollmentsKept; delete from enrollments; delete from enrollmentCounts");
  connection.exec(
    `insert into runs (id, runId, lot, slot, outcome, startedAt) values (1, 'r', 'LOT-1', '1', 'pass', '${old}')`,
  );
  await database
    .insertInto("identities")
    .values(
      ids.map((id, index) => ({
        unit: index + 1,
        attestation: "x509" as const,
        registrationId: id,
        registrationKey: id,
        deviceId: id,
        endorsementKey: null,
        publicKeySha256: id,
        certificateSerialNumber: null,
        facts: "{}",
        enrollmentGroup: "line-7",
        groupService: plantService,
        run: 1,
        createdAt: index < count / 2 ? old : new Date().toISOString(),
      })),
    )
    .execute();
  await log?.close();
  connection.close();
  return openTestRecords(file);
}

/** A service without entries, whose group has these registrations, three a page. */
const serviceOf = (registered: readonly string[]): ReconcileService => ({
  queryEnrollments: () => Promise.resolve({ items: [] }),
  getEnrollment: () => Promise.resolve(undefined),
  queryGroupRegistrationStates: (_group, { continuation }) => {
    const start = Number(continuation ?? "0");
    const items = registered.slice(start, start + 3).map(assigned);
    return Promise.resolve(start + 3 < registered.length ? { items, continuation: String(start + 3) } : { items });
  },
});

const options = { service: plantService, clock: systemClock, pageSize: 3, neverRegisteredDays: 30 };

async function collect(events: AsyncGenerator<ReconcileEvent, void>, pages = Number.POSITIVE_INFINITY) {
  const seen: ReconcileEvent[] = [];
  for await (const event of events) {
    seen.push(event);
    if (event.type === "progress" && --pages === 0) break;
  }
  return seen;
}

const findings = (events: readonly ReconcileEvent[]): readonly string[] =>
  events.flatMap((event) => (event.type === "finding" ? [`${event.kind} ${event.registrationId}`] : []));

describe("reconcile with groups", () => {
  it("counts devices of groups, finds strangers and those that never came", async () => {
    const records = await recordsOfGroup(12);
    const registered = ["g0", "G1", "g2", "g7", "stranger"];
    const events = await collect(
      reconcile({ ...options, client: serviceOf(registered), store: records.reconciliation }),
    );
    expect(findings(events)).toEqual([
      "extra stranger",
      "never-registered g3",
      "never-registered g4",
      "never-registered g5",
    ]);
    expect(events.at(-1)).toMatchObject({
      type: "summary",
      groupDevices: 5,
      extra: 1,
      neverRegistered: 3,
      agree: false,
    });
    const registrationOf = async (unit: string) => (await records.units.detail(unit))?.enrollmentGroup?.registration;
    expect(await registrationOf("g1")).toEqual({ status: "assigned", assignedHub: "hub", deviceId: null, at: null });
    expect(await registrationOf("g3")).toBeNull();
  });

  it("goes on in the middle of a group, and in the middle of those that never came", async () => {
    const records = await recordsOfGroup(24);
    const client = serviceOf(["g0", "g1", "g2", "g3", "stranger", "g20"]);
    for (const pages of [1, 1, 1]) {
      await collect(reconcile({ ...options, client, store: records.reconciliation }), pages);
    }
    const events = await collect(reconcile({ ...options, client, store: records.reconciliation }));
    expect(events.at(-1)).toMatchObject({ resumed: true, groupDevices: 6, extra: 1, neverRegistered: 8 });
  });

  it("does without a service that tells nothing of groups", async () => {
    const records = await recordsOfGroup(2);
    const client: ReconcileService = {
      queryEnrollments: () => Promise.resolve({ items: [] }),
      getEnrollment: () => Promise.resolve(undefined),
    };
    const { neverRegisteredDays: __, ...unasked } = options;
    const events = await collect(reconcile({ ...unasked, client, store: records.reconciliation }));
    expect(events.at(-1)).toMatchObject({ agree: true, groupDevices: 0 });
  });
});
