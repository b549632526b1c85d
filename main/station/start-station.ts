import { recipeDesk } from "./recipes/recipe-desk.ts";
import type { Desk } from "../api/desk.ts";
import { stationRouter } from "../api/station-router.ts";
import { authorityDesk } from "./authority-desk.ts";
import { openDataFolder } from "./data-folder.ts";
import { FixtureSetUp } from "./fixture/fixture-set-up.ts";
import { refreshRegistration } from "./operations/refresh-registration.ts";
import { requestDesk } from "./request-desk.ts";
import type { RunningStation, StationOptions } from "./running-station.ts";
import { signerDesk } from "./signer-desk.ts";
import { announceEnrollments } from "./start/announce-enrollments.ts";
import {
  figureDesk,
  frontDesk,
  labelDesk,
  manifestDesk,
  serviceDesk,
  servicesDesk,
  stationInfo,
  tellServices,
  verifyDesk,
} from "./start/desk-parts.ts";
import type { Factory } from "./start/factory.ts";
import { type Floor, openFloor } from "./start/floor.ts";
import { settingsDesk, upkeepDesk } from "./start/house-desks.ts";
import { practiceFactory } from "./start/practice-factory.ts";
import { realFactory } from "./start/real-factory.ts";
import { readSettings } from "./station-settings.ts";

/** Puts a station to work on a data folder. Throws `set-up.*`, `records.*`. */
export async function startStation(options: StationOptions): Promise<RunningStation> {
  const factory = (await isPractice(options)) ? await practiceFactory(options) : await realFactory(options);
  try {
    return await putToWork(factory, options);
  } catch (error) {
    await factory.close();
    throw error;
  }
}

/** Also where it is told which: settings that cannot be read keep a station from starting. */
async function isPractice({ dataFolder, mode }: StationOptions): Promise<boolean> {
  const settings = await readSettings(openDataFolder(dataFolder).settings);
  return (mode ?? (settings === undefined ? "practice" : "real")) === "practice";
}

async function putToWork(factory: Factory, options: StationOptions): Promise<RunningStation> {
  const floor = await openFloor(factory);
  const closing = new AbortController();
  const { desk, parts } = await furnish(floor, options, closing.signal);
  const stopAnnouncing = announceEnrollments(desk, factory.workshop, floor.errands);
  factory.workshop.queue.start();
  const close = async (): Promise<void> => {
    closing.abort();
    stopAnnouncing();
    floor.people.close();
    await closeInOrder(parts, floor);
  };
  let closed: Promise<void> | undefined;
  return { router: stationRouter(desk), mode: factory.mode, close: () => (closed ??= close()) };
}

interface Furnished {
  readonly desk: Desk;
  /** What is closed, in this order. */
  readonly parts: readonly Closable[];
}

/** A desk for every topic a person may come with. */
async function furnish(floor: Floor, options: StationOptions, closing: AbortSignal): Promise<Furnished> {
  const { factory, line, slots, people, events } = floor;
  const { workshop, sockets, shelf } = factory;
  const setUp = new FixtureSetUp({ sockets, slots, emit: (event) => events.emit(event) });
  const fixture = await frontDesk(floor);
  const service = serviceDesk(floor);
  const manifests = manifestDesk(factory);
  const authorities = authorityDesk(workshop);
  const labels = labelDesk(floor, () => void upkeep.look());
  const upkeep = upkeepDesk(floor, { authorities, labels });
  const info = stationInfo(factory);
  const desk: Desk = {
    info,
    slots,
    records: workshop.records,
    queue: workshop.queue,
    lots: line.lots,
    practice: factory.practice,
    setUp,
    fixture,
    labels,
    people,
    service,
    verifications: verifyDesk(floor),
    manifests,
    upkeep,
    authorities,
    connections: servicesDesk(factory, info, () => tellServices(desk)),
    settings: settingsDesk(floor, upkeep, options),
    recipes: recipeDesk(workshop, shelf),
    requests: requestDesk(workshop),
    trust: workshop.trust,
    signers: signerDesk({ signers: workshop.signers, records: workshop.records, name: () => factory.name() }),
    events,
    closing,
    trouble: () => line.trouble,
    expectedMs: () => line.expectedMs,
    signer: () => workshop.signers.get(factory.name()),
    figures: figureDesk(factory),
    refreshRegistration: (registrationId) => refreshRegistration(workshop, registrationId),
  };
  return { desk, parts: [setUp, fixture, upkeep, service, manifests, slots, labels] };
}

interface Closable {
  close(): void | Promise<void>;
}

/** The data folder is freed whatever happens. */
async function closeInOrder(parts: readonly Closable[], { errands, factory }: Floor): Promise<void> {
  try {
    for (const part of parts) await part.close();
    await errands.settled();
  } finally {
    await factory.close();
  }
}
