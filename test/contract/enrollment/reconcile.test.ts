import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { systemClock } from "../../../main/base/clock.ts";
import type { DpsClient } from "../../../main/dps/dps-client.ts";
import { DpsError } from "../../../main/dps/dps-error.ts";
import {
  type ReconcileEvent,
  type ReconcileOptions,
  type ReconcileService,
  reconcile,
} from "../../../main/enrollment/reconcile/reconcile.ts";
import { readRecords } from "../../../main/records/read-records.ts";
import { clientFor } from "../dps/service-fixture.ts";
import {
  type EntryAtService,
  openTestRecords,
  plantService,
  type RecordedUnit,
  recordUnits,
  startServiceWith,
  testFolder,
  tpmEntryOf,
} from "./reconcile-fixture.ts";

const idOf = (index: number): string => `unit-${String(index).padStart(5, "0")}`;
const ids = (from: number, to: number): readonly string[] =>
  Array.from({ length: to - from }, (_, index) => idOf(from + index));
const hub = "hub-1.azure-devices.test";

/** Entry number `index` in the records, if it is there. */
function recordedUnit(index: number): readonly RecordedUnit[] {
  const registrationId = idOf(index);
  const unit = { registrationId, entry: tpmEntryOf(registrationId) };
  if (index >= 10 && index < 20) return [];
  if (index >= 60 && index < 65) return [{ ...unit, service: "other-dps" }];
  if (index >= 65 && index < 70) return [{ ...unit, state: "queued" }];
  return [unit];
}

/** And at the service. */
function entryAtService(index: number): readonly EntryAtService[] {
  const id = idOf(index);
  const entry = tpmEntryOf(id);
  if (index < 10 || (index >= 65 && index < 70)) return [];
  if (index >= 20 && index < 30) return [{ entry: tpmEntryOf(id, "another") }];
  if (index >= 30 && index < 40) return [{ entry: { ...entry, provisioningStatus: "disabled" } }];
  if (index >= 40 && index < 50) return [{ entry, daysOld: 40, hub }];
  return [{ entry, daysOld: index >= 50 && index < 60 ? 40 : 1 }];
}

const all = Array.from({ length: 2_000 }, (_, index) => index);
const expected = {
  missing: ids(0, 10),
  extra: [...ids(10, 20), ...ids(60, 65)],
  different: ids(20, 30),
  disabled: ids(30, 40),
  registered: ids(40, 50),
  "never-registered": ids(50, 60),
};
const expectedCounts = { entries: 1_985, missing: 10, extra: 15, different: 10, disabled: 10, registered: 10 };

async function seeded() {
  const folder = testFolder();
  const file = join(folder, "station.db");
  await recordUnits(file, all.flatMap(recordedUnit));
  const dps = await startServiceWith(folder, all.flatMap(entryAtService));
  return { dps, file };
}

/** Counts the calls of a client. */
function counted(client: DpsClient) {
  const calls = { queries: 0, gets: 0 };
  const service: ReconcileService = {
    queryEnrollments: (options) => {
      calls.queries += 1;
      return client.queryEnrollments(options);
    },
    getEnrollment: (id, options) => {
      calls.gets += 1;
      return client.getEnrollment(id, options);
    },
  };
  return { service, calls };
}

function byKind(events: readonly ReconcileEvent[]): Readonly<Record<string, readonly string[]>> {
  const kinds: Record<string, string[]> = {};
  for (const event of events) if (event.type === "finding") (kinds[event.kind] ??= []).push(event.registrationId);
  return Object.fromEntries(Object.entries(kinds).map(([kind, list]) => [kind, [...new Set(list)].sort()]));
}

async function collect(options: ReconcileOptions, until?: (event: ReconcileEvent) => boolean) {
  const events: ReconcileEvent[] = [];
  for await (const event of reconcile(options)) {
    events.push(event);
    if (until?.(event) === true) break;
  }
  return events;
}

const common = { service: plantService, clock: systemClock, neverRegisteredDays: 30, pageSize: 100 };

describe("reconcile with a practice service of 2,000", () => {
  it("finds every kind of difference, and nothing else", async () => {
    const { dps, file } = await seeded();
    const records = await openTestRecords(file);
    const { service: client, calls } = counted(clientFor(dps));
    const events = await collect({ ...common, client, store: records.reconciliation });
    expect(byKind(events)).toEqual(expected);
    expect(events.at(-1)).toMatchObject({ type: "summary", agree: false, resumed: false, ...expectedCounts });
    expect(events.at(-1)).toMatchObject({ neverRegistered: 10 });
    // 1,985 entries in pages of 100, and one look each for what was not shown.
    expect(calls).toEqual({ queries: 20, gets: 10 });
  });

  it("keeps registrations, which are then no news, and tells no never-registered unasked", async () => {
    const { dps, file } = await seeded();
    const records = await openTestRecords(file);
    const client = clientFor(dps);
    await collect({ ...common, client, store: records.reconciliation });
    const [stored] = await records.reconciliation.recorded([idOf(40).toUpperCase()]);
    expect(stored).toMatchObject({ registrationStatus: "assigned", assignedHub: hub });
    expect(stored?.registrationAt).toBe("2026-11-20T10:00:01.000Z");
    const { neverRegisteredDays: _, ...unasked } = common;
    const again = await collect({ ...unasked, client, store: records.reconciliation });
    expect(byKind(again)).toEqual({
      missing: expected.missing,
      extra: expected.extra,
      different: expected.different,
      disabled: expected.disabled,
    });
  });

  it("beside the owner of the records finds the same and changes nothing: neither what devices did nor where the owner is", async () => {
    const { dps, file } = await seeded();
    const owner = await openTestRecords(file);
    const client = clientFor(dps);
    const interrupted = ({ type }: ReconcileEvent): boolean => type === "progress";
    const beside = async (until?: typeof interrupted) => {
      const reader = readRecords({ file, practice: false });
      try {
        return await collect({ ...common, client, store: reader.reconciliation }, until);
      } finally {
        await reader.close();
      }
    };
    await beside(interrupted);
    const first = await beside();
    expect(byKind(first)).toEqual(expected);
    expect(first.at(-1)).toMatchObject({ agree: false, resumed: false, ...expectedCounts, neverRegistered: 10 });
    const begun = await collect({ ...common, client, store: owner.reconciliation }, interrupted);
    expect((await beside()).at(-1)).toMatchObject({ resumed: false, missing: 10, extra: 15 });
    const rest = await collect({ ...common, client, store: owner.reconciliation });
    expect(byKind([...begun, ...rest])).toEqual(expected);
    expect(rest.at(-1)).toMatchObject({ resumed: true, ...expectedCounts });
  });

  it("goes on where it was interrupted, in another process, losing nothing", async () => {
    const { dps, file } = await seeded();
    const client = clientFor(dps);
    const before = await openTestRecords(file);
    let pages = 0;
    const part = await collect({ ...common, client, store: before.reconciliation }, (event) => {
      if (event.type === "progress") pages += 1;
      return pages === 8;
    });
    await before.close();
    const after = await openTestRecords(file);
    const rest = counted(client);
    const events = await collect({ ...common, client: rest.service, store: after.reconciliation });
    expect(rest.calls.queries).toBe(12);
    expect(byKind([...part, ...events])).toEqual(expected);
    expect(events.at(-1)).toMatchObject({ agree: false, resumed: true, neverRegistered: 10, ...expectedCounts });
    expect(await after.reconciliation.progress(plantService)).toBeUndefined();
  });

  it("tells a page again that was told and not kept, and counts it once", async () => {
    const { dps, file } = await seeded();
    const client = clientFor(dps);
    const records = await openTestRecords(file);
    const options = { ...common, client, store: records.reconciliation };
    const part = await collect(options, (event) => event.type === "finding" && event.kind === "disabled");
    const events = await collect(options);
    expect(byKind(part)["extra"]).toEqual(ids(10, 20));
    expect(byKind(events)).toEqual(expected);
    expect(events.at(-1)).toMatchObject({ resumed: true, neverRegistered: 10, ...expectedCounts });
  });

  it("ends at a cancel and at a failure of the service, and goes on from there", async () => {
    const { dps, file } = await seeded();
    const records = await openTestRecords(file);
    const options = { ...common, client: clientFor(dps), store: records.reconciliation };
    await expect(collect({ ...options, signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: "station.cancelled",
    });
    dps.faults.slow(3, 1, "service");
    dps.faults.fail(10, "service");
    await expect(collect(options)).rejects.toMatchObject({ code: "dps.server" });
    dps.faults.clear();
    const rest = counted(options.client);
    const events = await collect({ ...options, client: rest.service });
    expect(rest.calls.queries).toBe(17);
    expect(events.at(-1)).toMatchObject({ resumed: true, ...expectedCounts });
  });
});

describe("reconcile", () => {
  it("agrees where there is nothing to say", async () => {
    const folder = testFolder();
    const file = join(folder, "station.db");
    await recordUnits(file, [{ registrationId: "a", entry: tpmEntryOf("a") }]);
    // Spelling of the registration id is no difference.
    const dps = await startServiceWith(folder, [{ entry: { ...tpmEntryOf("A", "a"), deviceId: "a" } }]);
    const records = await openTestRecords(file);
    const events = await collect({ ...common, client: clientFor(dps), store: records.reconciliation });
    expect(events.map(({ type }) => type)).toEqual(["progress", "summary"]);
    expect(events.at(-1)).toMatchObject({ agree: true, entries: 1, missing: 0, extra: 0, different: 0 });
  });

  it("does not call missing what came to the service after its page had been read", async () => {
    const folder = testFolder();
    const file = join(folder, "station.db");
    await recordUnits(file, [{ registrationId: "late", entry: tpmEntryOf("late") }]);
    const records = await openTestRecords(file);
    const client: ReconcileService = {
      queryEnrollments: () => Promise.resolve({ items: [] }),
      getEnrollment: () => Promise.resolve(tpmEntryOf("late")),
    };
    const events = await collect({ ...common, client, store: records.reconciliation });
    expect(events.at(-1)).toMatchObject({ agree: true, entries: 1, missing: 0 });
  });

  it("begins anew when the service does not know the continuation any more, and after a day", async () => {
    const file = join(testFolder(), "station.db");
    await recordUnits(file, [{ registrationId: "a", entry: tpmEntryOf("a") }]);
    const records = await openTestRecords(file);
    let refuse = false;
    const client: ReconcileService = {
      queryEnrollments: ({ continuation }) => {
        if (continuation === undefined) return Promise.resolve({ items: [tpmEntryOf("x")], continuation: "2" });
        if (!refuse) return Promise.resolve({ items: [tpmEntryOf("a")] });
        refuse = false;
        return Promise.reject(new DpsError("rejected", "Invalid x-ms-continuation."));
      },
      getEnrollment: () => Promise.resolve(undefined),
    };
    const options = { ...common, client, store: records.reconciliation };
    await collect(options, (event) => event.type === "progress");
    refuse = true;
    const anew = await collect(options);
    expect(anew.at(-1)).toMatchObject({ resumed: false, entries: 2, extra: 1, missing: 0 });
    await collect(options, (event) => event.type === "progress");
    const tomorrow = { ...systemClock, now: () => new Date(Date.now() + 25 * 60 * 60 * 1000) };
    expect((await collect({ ...options, clock: tomorrow })).at(-1)).toMatchObject({ resumed: false, entries: 2 });
  });

  it("holds one page, not the service", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: unknown = runInNewContext("gc");
    const heap = (): number => {
      if (typeof collectGarbage === "function") collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const records = await openTestRecords(join(testFolder(), "station.db"));
    const pages = 150;
    const client: ReconcileService = {
      queryEnrollments: ({ continuation }) => {
        const page = Number(continuation ?? "0");
        const items = Array.from({ length: 200 }, (_, index) => ({
          ...tpmEntryOf(`p${page}-${index}`, "same"),
          initialTwin: { tags: { note: Buffer.alloc(2_000, `${page}-${index} `).toString() } },
        }));
        return Promise.resolve(page + 1 < pages ? { items, continuation: String(page + 1) } : { items });
      },
      getEnrollment: () => Promise.resolve(undefined),
    };
    let early = 0;
    let late = 0;
    let seen = 0;
    for await (const event of reconcile({ ...common, client, store: records.reconciliation })) {
      if (event.type !== "progress") continue;
      seen += 1;
      if (seen === 20) early = heap();
      if (seen === pages) late = heap();
    }
    // 130 pages of 200 entries of 2 kB are over 50 MB.
    expect(seen).toBe(pages);
    expect(late - early).toBeLessThan(10_000_000);
  });
});
