import type { ServiceStatus, StationEvent, UnitDetail } from "../../../main/api/contract/index.ts";
import { FakeEvents } from "./fake-events.ts";
import { FakeFixture } from "./fake-fixture.ts";
import { FakeHouse } from "./fake-house.ts";
import { FakeLabels } from "./fake-labels.ts";
import { FakeLine } from "./fake-line.ts";
import { FakeLots } from "./fake-lots.ts";
import { FakePeople, type FakePerson } from "./fake-people.ts";
import { noSlot, noUnit, peopleProblems, refuse } from "./fake-problems.ts";
import { fakeRecipes, openFakeLot } from "./fake-records.ts";
import { FakeRequests } from "./fake-requests.ts";
import { FakeService } from "./fake-service.ts";
import { FakeSetUp } from "./fake-set-up.ts";
import { FakeShelf } from "./fake-shelf.ts";

export interface FakeStationOptions {
  /** Default 4. */
  readonly slots?: number;
  /** Time of one step in ms; default 300. */
  readonly stepMs?: number;
  /** Default `PRACTICE-1`; null starts without a lot. */
  readonly lot?: string | null;
  /** Default `practice`. */
  readonly mode?: "practice" | "real";
  /** How long teaching a slot waits; default 60 s. */
  readonly teachWithinMs?: number;
  /** When its first lot was opened, ms since the epoch; default two hours ago. */
  readonly openedAtMs?: number | undefined;
  /** Who has been set up; default nobody: open to all. */
  readonly people?: readonly FakePerson[];
}

/** What a fake station is made of, wired together. */
export type FakeParts = ReturnType<typeof fakeParts>;

export function fakeParts(options: FakeStationOptions) {
  const events = new FakeEvents();
  const publish = (event: StationEvent) => events.publish(event);
  const lots = new FakeLots(publish, firstLot(options));
  let reachable = true;

  const service = (): ServiceStatus => {
    const queued = line.queued();
    const state = reachable ? "ok" : "unreachable";
    const parked = dps.conflicts.length + dps.parked.length;
    const said = { name: "practice-dps", state, queued, parked, code: reachable ? null : "dps.unreachable" } as const;
    if (dps.overview === null) return { name: null, state: "none", queued, parked: 0, code: null };
    const { state: other = said.state, code = said.code, queued: waiting = queued } = dps.overview;
    return { ...said, state: other, code, queued: waiting };
  };
  const publishService = () => publish({ type: "service", service: service() });
  const setReachable = (now: boolean): void => {
    reachable = now;
    publishService();
    line.drain();
  };

  const line: FakeLine = new FakeLine({
    slots: options.slots ?? 4,
    stepMs: options.stepMs ?? 300,
    lot: () => lots.needed(),
    setLot: (change) => lots.tell({ ...lots.needed(), ...change }),
    publish,
    isServiceReachable: () => reachable,
    onQueueChanged: publishService,
  });
  const setUp = new FakeSetUp({
    slots: () => line.slots(),
    addSlot: (name) => line.addSlot(name),
    removeSlot: (id) => line.removeSlot(id),
    skipSlot: (id, skipped) => line.skip(id, skipped),
    publish,
    refuse,
    ...(options.teachWithinMs === undefined ? {} : { teachWithinMs: options.teachWithinMs }),
  });
  const dps: FakeService = new FakeService({
    status: service,
    enrolled: () => [...line.units.values()].filter(({ enrollment }) => enrollment === "enrolled").length,
    publish: (event) => {
      publish(event);
      publishService();
    },
    refuse,
  });
  const people = new FakePeople({
    people: options.people ?? [],
    publish,
    refuse: (code) => refuse(peopleProblems[code]),
  });
  const fixture = new FakeFixture({
    publish,
    refuse,
    vouch: (who) => people.vouch(who, "lots"),
    slotIds: () => line.slots().map(({ id }) => id),
  });
  const neededSlot = (slotId: string) => line.slot(slotId) ?? refuse(noSlot);
  const findUnit = (serialNumber: string): UnitDetail => line.units.get(serialNumber) ?? refuse(noUnit);
  const stores = { lots, shelf: new FakeShelf(), requests: new FakeRequests(), house: new FakeHouse() };
  const desks = { line, setUp, dps, people, fixture, labels: new FakeLabels(publish) };
  return { options, events, publish, ...stores, ...desks, service, setReachable, neededSlot, findUnit };
}

function firstLot({ lot = "PRACTICE-1", openedAtMs }: FakeStationOptions) {
  const [recipe] = fakeRecipes;
  return lot === null || recipe === undefined ? null : openFakeLot(lot, recipe, 500, openedAtMs);
}
