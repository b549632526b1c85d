import { authorityDesk } from "./authority-desk.ts";
import { hostname } from "node:os";
import { join } from "node:path";
import type { Desk, PracticeDesk } from "../api/desk.ts";
import { currentLot } from "../api/handlers/lots.ts";
import { serviceStatus } from "../api/handlers/station.ts";
import { slotView } from "../api/handlers/slot-view.ts";
import type { Problem, Session, StationEvent } from "../api/contract/index.ts";
import { problemOf } from "../api/report-problem.ts";
import { stationRouter } from "../api/station-router.ts";
import { Emitter } from "../base/async/emitter.ts";
import { Errands } from "../base/async/errands.ts";
import { systemClock } from "../base/clock.ts";
import type { RunState } from "../workflow/engine/run-machine.ts";
import type { LoadedRecipe } from "../workflow/recipe/parse-recipe.ts";
import type { Slot } from "../workflow/slots/slot.ts";
import { Slots } from "../workflow/slots/slots.ts";
import { openDataFolder, practiceFolder } from "./data-folder.ts";
import { boundPort } from "./fixture/bound-port.ts";
import { FixtureSetUp, type Sockets } from "./fixture/fixture-set-up.ts";
import { WatchedPorts } from "./fixture/port-board.ts";
import { StationFile } from "./fixture/station-file.ts";
import { LineLots } from "./line-lots.ts";
import { People } from "./operators/people.ts";
import { setUpPractice } from "./practice/set-up-practice.ts";
import { readRecipes } from "./recipe-shelf.ts";
import type { RunningStation, StationOptions } from "./running-station.ts";
import { requestDesk } from "./request-desk.ts";
import { refreshRegistration } from "./operations/refresh-registration.ts";
import { ServiceWork } from "./service/service-work.ts";
import { ManifestUploads } from "./manifest-uploads.ts";
import { VerifyInSlot } from "./verify-in-slot.ts";
import { reportTypeface } from "./report-typeface.ts";
import { shiftPlan } from "./shift-plan.ts";
import { StationUpkeep, type UpkeepSettings } from "./upkeep/station-upkeep.ts";
import { readSettings } from "./station-settings.ts";
import { version } from "./version.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** A station as it is about to be put to work: real or practice, from here on the same. */
interface Fixture {
  readonly name: string;
  readonly workshop: Workshop;
  readonly recipes: ReadonlyMap<string, LoadedRecipe>;
  readonly sockets: Sockets;
  /** The service to name on screen. */
  readonly service: string | null;
  readonly practice: PracticeDesk | undefined;
  readonly lockAfterMinutes?: number | undefined;
  readonly upkeep: UpkeepSettings;
  /** Called once the lots are known; practice opens its own. */
  prepare(lots: LineLots): Promise<void>;
  close(): Promise<void>;
}

/** Puts a station to work on a data folder. Throws `set-up.*`, `records.*`. */
export async function startStation(options: StationOptions): Promise<RunningStation> {
  const settings = await readSettings(openDataFolder(options.dataFolder).settings);
  const mode = options.mode ?? (settings === undefined ? "practice" : "real");
  const fixture = mode === "practice" ? await practiceFixture(options) : await realFixture(options, settings);
  try {
    return await putToWork(fixture, mode);
  } catch (error) {
    await fixture.close();
    throw error;
  }
}

async function practiceFixture({ dataFolder, log }: StationOptions): Promise<Fixture> {
  return { ...(await setUpPractice({ root: practiceFolder(dataFolder), log })), upkeep: {} };
}

async function realFixture(
  { dataFolder, log }: StationOptions,
  settings: Awaited<ReturnType<typeof readSettings>>,
): Promise<Fixture> {
  const workshop = await openWorkshop({ root: dataFolder, practice: false, log });
  try {
    const [service] = await workshop.services.list();
    // Opened now: deriving the key that guards an authority takes a quarter of a second that no unit should wait for.
    for (const { name } of await workshop.authorities.list()) await openEarly(workshop, name);
    const file = await StationFile.open(workshop.folder.settings);
    const recipes = await readRecipes(join(dataFolder, "recipes"));
    const board = new WatchedPorts();
    const parts = { board, rules: () => file.rules };
    return {
      name: settings?.station ?? "Station",
      workshop,
      recipes,
      sockets: { board, settings: file, slotPort: (binding) => boundPort({ ...parts, binding, support: workshop }) },
      service: service?.name ?? null,
      practice: undefined,
      lockAfterMinutes: settings?.lockAfterMinutes,
      upkeep: settings ?? {},
      prepare: () => Promise.resolve(),
      close: () => {
        board.close();
        return workshop.close();
      },
    };
  } catch (error) {
    await workshop.close();
    throw error;
  }
}

/** One that cannot be opened fails the units that need it, and no others. */
async function openEarly({ authorities, log }: Workshop, name: string): Promise<void> {
  await authorities.forDevices(name).catch((error: unknown) => {
    log.error({ error, authority: name }, "an authority cannot be opened");
  });
}

async function putToWork(fixture: Fixture, mode: "practice" | "real"): Promise<RunningStation> {
  const { workshop } = fixture;
  const events = new Emitter<StationEvent>((error) => workshop.log.error({ error }, "an event listener failed"));
  const errands = new Errands((error, errand) => workshop.log.error({ error, errand }, "telling the screens failed"));
  const people = await startPeople(fixture, (session) => {
    events.emit({ type: "session", session });
    line.startFresh();
  });
  await workshop.records.stations.seen({ name: fixture.name, host: hostname() });
  const line = new Line(fixture, events, errands, people);
  const closed = new AbortController();
  await line.lots.restore();
  await fixture.prepare(line.lots);
  const slots = line.openSlots();
  const setUp = new FixtureSetUp({ sockets: fixture.sockets, slots, emit: (event) => events.emit(event) });
  const service = new ServiceWork({
    workshop,
    recipes: fixture.recipes,
    errands,
    emit: (event) => events.emit(event),
  });
  const verifications = verifyDesk(fixture, line, slots, events);
  const manifests = new ManifestUploads({ root: workshop.folder.root, records: workshop.records });
  const authorities = authorityDesk(workshop.authorities, workshop.records);
  const upkeep = startUpkeep({ fixture, line, authorities, events });
  const desk: Desk = {
    info: { name: fixture.name, version, mode, service: fixture.service, startedAt: new Date().toISOString() },
    slots,
    records: workshop.records,
    queue: workshop.queue,
    lots: line.lots,
    practice: fixture.practice,
    setUp,
    people,
    service,
    verifications,
    manifests,
    upkeep,
    authorities,
    requests: requestDesk(workshop),
    trust: workshop.trust,
    events,
    closing: closed.signal,
    trouble: () => line.trouble,
    expectedMs: () => line.expectedMs,
    signer: () => workshop.signers.get(fixture.name),
    figures: { shifts: shiftPlan(), typeface: reportTypeface },
    refreshRegistration: (registrationId) => refreshRegistration(workshop, registrationId),
  };
  const stopAnnouncing = announceEnrollments(desk, workshop, errands);
  workshop.queue.start();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    closed.abort();
    stopAnnouncing();
    setUp.close();
    people.close();
    try {
      await upkeep.close();
      await service.close();
      await manifests.close();
      await desk.slots.close();
      await errands.settled();
    } finally {
      await fixture.close();
    }
  };
  return { router: stationRouter(desk), mode, close: () => (closing ??= close()) };
}

const verifyDesk = (
  { workshop, recipes }: Fixture,
  line: Line,
  slots: Slots,
  events: Emitter<StationEvent>,
): VerifyInSlot =>
  new VerifyInSlot({
    workshop,
    slots,
    usualRecipe: () => line.lots.work?.recipe ?? [...recipes.values()][0],
    onVerified: (serialNumber) => events.emit({ type: "unit", serialNumber }),
  });

interface Kept {
  readonly fixture: Fixture;
  readonly line: Line;
  readonly authorities: Desk["authorities"];
  readonly events: Emitter<StationEvent>;
}

function startUpkeep({ fixture, line, authorities, events }: Kept): StationUpkeep {
  const upkeep = new StationUpkeep({
    workshop: fixture.workshop,
    authorities,
    settings: fixture.upkeep,
    recipe: () => line.lots.work?.recipe.recipe,
    trouble: () => line.trouble,
    onTroubles: (troubles) => events.emit({ type: "troubles", troubles: [...troubles] }),
  });
  events.on(({ type }) => {
    if (type === "trouble") upkeep.tell();
  });
  return upkeep;
}

const lockAfterMinutes = 10;

function startPeople(fixture: Fixture, onChange: (session: Session) => void): Promise<People> {
  const { records, secrets } = fixture.workshop;
  return People.start({
    station: fixture.name,
    records,
    secrets,
    clock: systemClock,
    lockAfterMinutes: fixture.lockAfterMinutes ?? lockAfterMinutes,
    onChange,
  });
}

/** Failures that are the station's and not the unit's. */
const troubleCodes = ["records.disk-full", "records.read-only", "records.damaged", "records.disk-fault"];

/** The slots with what they share: the lot, the typical time, the word to the screens. */
class Line {
  readonly lots: LineLots;
  readonly #fixture: Fixture;
  readonly #events: Emitter<StationEvent>;
  readonly #errands: Errands;
  readonly #people: People;
  #slots: Slots | undefined;
  expectedMs: number | null = null;
  /** Set while the records cannot be written: the next unit would meet the same. */
  trouble: Problem | null = null;

  constructor(fixture: Fixture, events: Emitter<StationEvent>, errands: Errands, people: People) {
    this.#fixture = fixture;
    this.#events = events;
    this.#errands = errands;
    this.#people = people;
    const { records, folder } = fixture.workshop;
    this.lots = new LineLots({
      records,
      recipes: fixture.recipes,
      file: folder.line,
      log: fixture.workshop.log,
      isRunning: () => this.#slots?.isRunning ?? false,
      onTaken: (lot) => this.#learnExpectedMs(lot),
    });
  }

  openSlots(): Slots {
    const { sockets } = this.#fixture;
    this.#slots = new Slots({
      ports: sockets.settings.slots.map((binding) => sockets.slotPort(binding)),
      plant: this.#fixture.workshop.plant,
      work: () => this.lots.work,
      refusal: () => this.#people.runRefusal(),
      onChange: (slot) => {
        this.#onSlotChange(slot);
      },
    });
    return this.#slots;
  }

  /** Units that waited for somebody to sign in begin. */
  startFresh(): void {
    this.#slots?.startFresh();
  }

  #onSlotChange(slot: Slot): void {
    this.#people.stay();
    this.#events.emit({ type: "slot", slot: slotView(slot, this.expectedMs) });
    const { run } = slot.state;
    if (run === null || run.outcome === "running") return;
    if (run.serialNumber !== null) this.#events.emit({ type: "unit", serialNumber: run.serialNumber });
    this.#judgeTrouble(run);
    this.#errands.run("count the lot", () => this.#recount());
  }

  #judgeTrouble({ outcome, error }: RunState): void {
    const before = this.trouble;
    if (outcome !== "fail") this.trouble = null;
    else if (error !== null && troubleCodes.includes(error.code)) this.trouble = problemOf(error);
    if (this.trouble !== before) this.#events.emit({ type: "trouble", problem: this.trouble });
  }

  async #learnExpectedMs(lot: string): Promise<void> {
    this.expectedMs = await this.#fixture.workshop.records.runs.recentMs(lot);
  }

  async #recount(): Promise<void> {
    const { records } = this.#fixture.workshop;
    const lot = this.lots.current();
    if (lot === undefined) return;
    await this.#learnExpectedMs(lot);
    this.#events.emit({ type: "lot", lot: (await records.lots.summary(lot)) ?? null });
  }
}

/** Returns the way to stop. */
function announceEnrollments(desk: Desk, workshop: Workshop, errands: Errands): () => void {
  const stopService = workshop.queueChanged.on(() => {
    desk.events.emit({ type: "service", service: serviceStatus(desk) });
  });
  const stopEnrollments = workshop.enrollmentChanged.on((registrationId) => {
    errands.run("announce an enrollment", () => announceEnrollment(desk, registrationId));
  });
  return () => {
    stopService();
    stopEnrollments();
  };
}

async function announceEnrollment(desk: Desk, registrationId: string): Promise<void> {
  const entry = await desk.records.enrollments.get(registrationId);
  if (entry === undefined) return;
  desk.events.emit({ type: "unit", serialNumber: entry.unit });
  for (const slot of desk.slots.all()) slot.noteEnrollment(registrationId, entry.state);
  desk.events.emit({ type: "lot", lot: await currentLot(desk) });
}
