import { tmpdir } from "node:os";
import { createRouterClient } from "@orpc/server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { FixtureView, StationEvent } from "../../../main/api/contract/index.ts";
import type { Desk } from "../../../main/api/desk.ts";
import { stationRouter } from "../../../main/api/station-router.ts";
import { Emitter } from "../../../main/base/async/emitter.ts";
import { silentLog } from "../../../main/base/log.ts";
import { EnrollmentQueue } from "../../../main/enrollment/enrollment-queue.ts";
import { openTrustStore } from "../../../main/pki/trust/trust-store.ts";
import { Slots } from "../../../main/workflow/slots/slots.ts";
import { busySlot } from "../../bench/screens/busy-slots.ts";
import { openPeople } from "../../harness/open-people.ts";
import { type TestPlant, testPlant } from "../../harness/test-plant.ts";

/** Counts who listens. */
class CountingEmitter extends Emitter<StationEvent> {
  listeners = 0;

  override on(listener: (event: StationEvent) => void): () => void {
    this.listeners += 1;
    const off = super.on(listener);
    return () => {
      this.listeners -= 1;
      off();
    };
  }
}

let home: TestPlant;
const closing = new AbortController();
const events = new CountingEmitter();

beforeAll(async () => {
  home = await testPlant();
});

afterAll(() => home.close());

const nothingThere = () => Promise.reject(new Error("no service here"));
const noService: Desk["service"] = {
  overview: () => Promise.resolve([]),
  conflicts: () => Promise.resolve({ conflicts: [], total: 0 }),
  conflict: () => Promise.resolve(null),
  parked: () => Promise.resolve({ parked: [], total: 0 }),
  retryParked: nothingThere,
  change: nothingThere,
  changes: () => Promise.resolve({ changes: [], total: 0 }),
  check: () => {
    throw new Error("no service here");
  },
  reconcile: {
    start: nothingThere,
    status: () => {
      throw new Error("no service here");
    },
    cancel: nothingThere,
  },
};

const nothingToVerify = () => {
  throw new Error("nothing to verify here");
};

const noInfo = { name: "Line", version: "1", mode: "real", service: null, fresh: false, language: null } as const;

const noAuthorities: Desk["authorities"] = {
  list: () => Promise.resolve([]),
  unlock: () => Promise.resolve(),
  create: nothingThere,
  importKey: nothingThere,
  importChain: nothingThere,
  attach: nothingThere,
  request: nothingThere,
  complete: nothingThere,
  certify: nothingThere,
  exportChain: nothingThere,
  prove: nothingThere,
  revocationList: nothingThere,
  leftOpen: nothingThere,
  revoke: nothingThere,
};

const noFixture: FixtureView = {
  size: null,
  places: [],
  taktSeconds: null,
  stationTaktSeconds: null,
  keyboardScanner: { prefix: "", suffix: "" },
  serialScanner: null,
  kiosk: { locked: false, by: null, since: null },
};

const noRecipes: Desk["recipes"] = {
  list: nothingThere,
  fields: nothingThere,
  samples: nothingThere,
  read: nothingThere,
  check: () => ({ recipe: null, faults: [] }),
  async *dryRun() {},
  save: nothingThere,
  remove: nothingThere,
};

const noLabels: Desk["labels"] = {
  list: nothingThere,
  get: nothingThere,
  preview: nothingThere,
  save: nothingThere,
  remove: nothingThere,
  setWhenPassed: nothingThere,
  printers: nothingThere,
  putPrinter: nothingThere,
  removePrinter: nothingThere,
  printerStatus: nothingThere,
  testPrint: nothingThere,
  print: nothingThere,
  slotCards: nothingThere,
  printSlotCards: nothingThere,
  scanBack: () => Promise.resolve(undefined),
};

function desk(change: Partial<Desk> = {}): Desk {
  const { plant, records } = home;
  return {
    info: { ...noInfo, startedAt: new Date(0).toISOString() },
    slots: new Slots({ ports: [], plant, work: () => undefined, onChange: () => undefined }),
    records,
    queue: new EnrollmentQueue({
      store: records.enrollments,
      serviceFor: () => undefined,
      clock: plant.clock,
      log: silentLog,
      onChanged: () => undefined,
      onStatus: () => undefined,
    }),
    lots: {
      recipes: new Map(),
      current: () => undefined,
      recipe: () => undefined,
      open: () => Promise.resolve(),
      use: () => Promise.resolve(),
      close: () => Promise.resolve(),
      samplesDue: () => Promise.resolve([]),
    },
    practice: undefined,
    setUp: {
      slots: () => Promise.resolve([]),
      ports: () => Promise.resolve([]),
      teachSlot: () => Promise.reject(new Error("nothing is taught here")),
      forgetSlot: () => Promise.resolve(),
      allowPort: () => Promise.resolve(),
    },
    labels: noLabels,
    recipes: noRecipes,
    fixture: {
      read: () => noFixture,
      arrange: nothingThere,
      setTakt: nothingThere,
      setKeyboardScanner: nothingThere,
      setSerialScanner: nothingThere,
      takeScan: () => false,
      lock: nothingThere,
      unlock: nothingThere,
    },
    service: noService,
    verifications: { verify: nothingToVerify },
    manifests: {
      begin: nothingThere,
      append: nothingThere,
      verify: nothingThere,
      services: () => [],
      async *compare() {},
      cancel: nothingThere,
    },
    upkeep: { troubles: () => [], backup: nothingThere, checkRecords: nothingThere },
    people: openPeople,
    authorities: noAuthorities,
    connections: {
      list: nothingThere,
      add: nothingThere,
      change: nothingThere,
      remove: nothingThere,
      signIn: nothingToVerify,
    },
    settings: {
      read: nothingThere,
      change: nothingThere,
      guide: nothingThere,
      becomeReal: nothingThere,
      isFresh: () => Promise.resolve(false),
      language: null,
    },
    requests: { export: nothingThere, import: nothingThere },
    trust: openTrustStore(tmpdir()),
    signers: { trusted: openTrustStore(tmpdir()), own: nothingThere, make: nothingThere },
    events,
    closing: closing.signal,
    trouble: () => null,
    expectedMs: () => null,
    signer: () => Promise.reject(new Error("no signer here")),
    figures: {
      shifts: { startsAt: 360, minutes: 480 },
      typeface: () => Promise.reject(new Error("no letters here")),
    },
    refreshRegistration: () => Promise.resolve(),
    ...change,
  };
}

const clientOf = (change: Partial<Desk> = {}) => createRouterClient(stationRouter(desk(change)));
const unit = (serialNumber: string): StationEvent => ({ type: "unit", serialNumber });

describe("a subscription", () => {
  it("listens from the first event on and no longer than it is read", async () => {
    const stop = new AbortController();
    const subscription = await clientOf().events.subscribe(undefined, { signal: stop.signal });
    expect(events.listeners).toBe(0);
    expect((await subscription.next()).value).toMatchObject([
      { type: "fixture", fixture: noFixture },
      { type: "service" },
      { type: "session", session: { open: true } },
      { type: "lot", lot: null },
    ]);
    expect(events.listeners).toBe(1);
    const waiting = subscription.next();
    stop.abort();
    await waiting.catch(() => undefined);
    expect(events.listeners).toBe(0);
  });

  it("begins with what troubles the whole station, if anything does", async () => {
    const problem = {
      code: "records.disk-full",
      sentence: "Disk is full.",
      detail: "seen",
      retry: "after-fix",
    } as const;
    const subscription = await clientOf({ trouble: () => problem }).events.subscribe();
    const { value: first = [] } = await subscription.next();
    expect(first).toMatchObject([{ type: "trouble", problem }, { type: "fixture" }, {}, {}, {}]);
    await subscription.return(undefined);
  });

  it("tells a slow reader the newest word of each subject, in order, and forgets the older ones", async () => {
    const subscription = await clientOf().events.subscribe();
    await subscription.next();
    for (let round = 0; round < 1000; round += 1) {
      events.emit(unit("A"));
      events.emit(unit("B"));
    }
    events.emit(unit("A"));
    expect((await subscription.next()).value).toEqual([unit("B"), unit("A")]);
    await subscription.return(undefined);
    expect(events.listeners).toBe(0);
  });

  it("passes over no state of a slot, nor that it is gone", async () => {
    const subscription = await clientOf().events.subscribe();
    await subscription.next();
    const slot = (event: number): StationEvent => ({
      type: "slot",
      slot: busySlot("1", event, "2026-11-23T09:00:00.000Z"),
    });
    const gone: StationEvent = { type: "slot-gone", slotId: "1" };
    // Steps, PASS, queued and enrolled; the slot is forgotten, then taught again.
    for (const event of [slot(0), slot(7), slot(8), slot(9), gone, slot(12)]) events.emit(event);
    expect((await subscription.next()).value).toEqual([slot(7), slot(9), gone, slot(12)]);
    await subscription.return(undefined);
  });

  it("ends when the station closes", async () => {
    const subscription = await clientOf().events.subscribe();
    await subscription.next();
    const waiting = subscription.next();
    closing.abort();
    expect((await waiting).done).toBe(true);
    expect(events.listeners).toBe(0);
  });
});

describe("a failure", () => {
  it.each([
    ["in a handler", () => clientOf().units.get({ serialNumber: "NOBODY" }), "api.unknown-unit"],
    [
      "of a real station asked to practise",
      () => clientOf().practice.service({ reachable: false }),
      "api.not-practice",
    ],
    [
      "between two events of an export",
      async () => {
        for await (const _ of await clientOf().exports.run({ lot: "NOWHERE", format: "csv" })) continue;
      },
      "api.unknown-lot",
    ],
  ] as const)("%s crosses with its code, its sentence and no stack", async (_name, call, code) => {
    await expect(call()).rejects.toMatchObject({
      code,
      status: 422,
      data: {
        code,
        sentence: expect.stringMatching(/^.{1,60}$/),
        detail: expect.any(String),
        retry: expect.any(String),
      },
    });
  });

  it("nobody has thought of is a station.defect", async () => {
    const broken = clientOf({
      lots: {
        ...desk().lots,
        open: () => Promise.reject(new TypeError("x is not a function")),
      },
    });
    await expect(broken.lots.open({ lot: "L", recipe: "r", quantity: null })).rejects.toMatchObject({
      code: "station.defect",
    });
  });

  it.each([
    ["an empty lot name", { lot: "", recipe: "r", quantity: null }],
    ["a lot name that is a path", { lot: "../x", recipe: "r", quantity: null }],
    ["a lot of no units", { lot: "L", recipe: "r", quantity: 0 }],
  ])("of an input, %s, is told before anything is done", async (_name, input) => {
    await expect(clientOf().lots.open(input)).rejects.toMatchObject({ code: "BAD_REQUEST" });
  });
});
