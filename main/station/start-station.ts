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
import type { Slot } from "../workflow/slots/slot.ts";
import { Slots } from "../workflow/slots/slots.ts";
import { openDataFolder, practiceFolder } from "./data-folder.ts";
import { boundPort } from "./fixture/bound-port.ts";
import { FrontDesk } from "./fixture/front-desk.ts";
import { FixtureSetUp, type Sockets } from "./fixture/fixture-set-up.ts";
import { WatchedPorts } from "./fixture/port-board.ts";
import { StationFile } from "./fixture/station-file.ts";
import { KioskLock } from "./kiosk/kiosk-lock.ts";
import { openLabels } from "./labels/open-labels.ts";
import type { StationLabels } from "./labels/station-labels.ts";
import { LineLots } from "./line-lots.ts";
import { People } from "./operators/people.ts";
import { setUpPractice } from "./practice/set-up-practice.ts";
import { recipeDesk } from "./recipes/recipe-desk.ts";
import { RecipeShelf } from "./recipes/shelf.ts";
import type { RunningStation, StationOptions } from "./running-station.ts";
import { requestDesk } from "./request-desk.ts";
import { refreshRegistration } from "./operations/refresh-registration.ts";
import { ServiceWork } from "./service/service-work.ts";
import { ManifestUploads } from "./manifest-uploads.ts";
import { VerifyInSlot } from "./verify-in-slot.ts";
import { reportTypeface } from "./report-typeface.ts";
import { shiftPlan } from "./shift-plan.ts";
import { connectionDesk } from "./connection-desk.ts";
import { type Lent, nothingLent, StationSettingsDesk } from "./settings-desk.ts";
import { StationUpkeep } from "./upkeep/station-upkeep.ts";
import { readSettings } from "./station-settings.ts";
import { version } from "./version.ts";
import { openWorkshop, type Workshop } from "./workshop.ts";

/** A station as it is about to be put to work: real or practice, from here on the same. */
interface Fixture {
  readonly name: string;
  readonly workshop: Workshop;
  readonly shelf: RecipeShelf;
  readonly sockets: Sockets;
  /** The service to name on screen. */
  readonly service: string | null;
  readonly practice: PracticeDesk | undefined;
  /** Of `station.yaml`, practice's its own. */
  readonly file: StationFile;
  readonly lent: Lent;
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
    return await putToWork(fixture, mode, options);
  } catch (error) {
    await fixture.close();
    throw error;
  }
}

async function practiceFixture({ dataFolder, log }: StationOptions): Promise<Fixture> {
  const root = practiceFolder(dataFolder);
  const file = await StationFile.open(openDataFolder(root).settings);
  return { ...(await setUpPractice({ root, log })), file };
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
    const shelf = await RecipeShelf.open({ folder: join(dataFolder, "recipes") });
    const board = new WatchedPorts();
    const parts = { board, rules: () => file.rules };
    return {
      name: settings?.station ?? "Station",
      workshop,
      shelf,
      sockets: { board, settings: file, slotPort: (binding) => boundPort({ ...parts, binding, support: workshop }) },
      service: service?.name ?? null,
      practice: undefined,
      file,
      lent: nothingLent,
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

async function putToWork(
  fixture: Fixture,
  mode: "practice" | "real",
  options: StationOptions,
): Promise<RunningStation> {
  const { workshop, file } = fixture;
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
  const front = await frontDesk(fixture, line, people, events);
  const service = serviceOf(fixture, errands, events);
  const manifests = manifestsOf(fixture);
  const authorities = authorityDesk(workshop.authorities, workshop.records);
  const labels = labelsOf({ fixture, line, slots, errands, events }, () => void upkeep.look());
  const upkeep = startUpkeep({ fixture, line, authorities, labels, events });
  const settings = settingsDesk({ fixture, slots, upkeep, events, options });
  const info = infoOf(fixture, mode);
  const connections = connectionsOf(fixture, info, () => tellService(desk));
  const desk: Desk = {
    info,
    slots,
    records: workshop.records,
    queue: workshop.queue,
    lots: line.lots,
    practice: fixture.practice,
    setUp,
    fixture: front,
    labels,
    people,
    service,
    verifications: verifyDesk(fixture, line, slots, events),
    manifests,
    upkeep,
    authorities,
    connections,
    settings,
    recipes: recipeDesk(workshop, fixture.shelf),
    requests: requestDesk(workshop),
    trust: workshop.trust,
    events,
    closing: closed.signal,
    trouble: () => line.trouble,
    expectedMs: () => line.expectedMs,
    signer: () => workshop.signers.get(fixture.name),
    figures: figuresBy(file),
    refreshRegistration: (registrationId) => refreshRegistration(workshop, registrationId),
  };
  const stopAnnouncing = announceEnrollments(desk, workshop, errands);
  workshop.queue.start();
  const close = async (): Promise<void> => {
    closed.abort();
    for (const stop of [stopAnnouncing, () => setUp.close(), () => people.close()]) stop();
    await closeInOrder([front, upkeep, service, manifests, desk.slots, labels], errands, fixture);
  };
  let closing: Promise<void> | undefined;
  return { router: stationRouter(desk), mode, close: () => (closing ??= close()) };
}

async function closeInOrder(
  parts: readonly { close(): Promise<void> }[],
  errands: Errands,
  fixture: Fixture,
): Promise<void> {
  try {
    for (const part of parts) await part.close();
    await errands.settled();
  } finally {
    await fixture.close();
  }
}

/** Slots that come and go, and lots with another takt, change what it shows. */
async function frontDesk(fixture: Fixture, line: Line, people: People, events: Emitter<StationEvent>) {
  const { workshop, sockets } = fixture;
  const front = new FrontDesk({
    settings: sockets.settings,
    kiosk: await KioskLock.open(workshop.folder.kiosk),
    people,
    records: workshop.records,
    clock: systemClock,
    log: workshop.log,
    emit: (event) => events.emit(event),
    recipeTakt: () => line.lots.recipe()?.recipe.taktSeconds,
  });
  events.on(({ type }) => {
    if (type === "set-up" || type === "lot") front.tell();
  });
  return front;
}

const serviceOf = ({ workshop, shelf }: Fixture, errands: Errands, events: Emitter<StationEvent>): ServiceWork =>
  new ServiceWork({ workshop, recipes: shelf.recipes, errands, emit: (event) => events.emit(event) });

const manifestsOf = ({ workshop }: Fixture): ManifestUploads =>
  new ManifestUploads({
    root: workshop.folder.root,
    records: workshop.records,
    signers: workshop.signers,
  });

interface AtWork {
  readonly fixture: Fixture;
  readonly line: Line;
  readonly slots: Slots;
  readonly errands: Errands;
  readonly events: Emitter<StationEvent>;
}

/** Labels of the units that pass on the line. */
function labelsOf({ fixture, line, slots, errands, events }: AtWork, onTroubles: () => void): StationLabels {
  const { labels, noteSlot } = openLabels({
    workshop: fixture.workshop,
    slots,
    errands,
    recipe: () => line.lots.work?.recipe.recipe,
    emit: (event) => events.emit(event),
    onTroubles,
  });
  line.onSlot = noteSlot;
  return labels;
}

const verifyDesk = (
  { workshop, shelf }: Fixture,
  line: Line,
  slots: Slots,
  events: Emitter<StationEvent>,
): VerifyInSlot =>
  new VerifyInSlot({
    workshop,
    slots,
    usualRecipe: () => line.lots.work?.recipe ?? [...shelf.recipes.values()][0],
    onVerified: (serialNumber) => events.emit({ type: "unit", serialNumber }),
  });

interface Kept {
  readonly fixture: Fixture;
  readonly line: Line;
  readonly authorities: Desk["authorities"];
  readonly labels: Pick<StationLabels, "troubles">;
  readonly events: Emitter<StationEvent>;
}

function startUpkeep({ fixture, line, authorities, labels, events }: Kept): StationUpkeep {
  const upkeep = new StationUpkeep({
    workshop: fixture.workshop,
    authorities,
    settings: () => fixture.file.settings,
    recipe: () => line.lots.work?.recipe.recipe,
    trouble: () => line.trouble,
    more: () => labels.troubles(),
    onTroubles: (troubles) => events.emit({ type: "troubles", troubles: [...troubles] }),
  });
  events.on(({ type }) => {
    if (type === "trouble") upkeep.tell();
  });
  return upkeep;
}

/** What every screen asks for anew is not known yet. */
const infoOf = ({ name, service }: Fixture, mode: "practice" | "real") => ({
  name,
  version,
  mode,
  service,
  startedAt: new Date().toISOString(),
  fresh: false,
  language: null,
});

/** What is named on screen is one that is there. */
const connectionsOf = ({ workshop, lent }: Fixture, info: { service: string | null }, tell: () => void) =>
  connectionDesk({
    workshop,
    lent: lent.services,
    onChange: (names) => {
      info.service = names.includes(info.service ?? "") ? info.service : (names[0] ?? null);
      tell();
    },
  });

/** The services are others now. */
function tellService(desk: Desk): void {
  desk.events.emit({ type: "service", service: serviceStatus(desk) });
  desk.events.emit({ type: "service-work" });
  desk.events.emit({ type: "set-up" });
}

const figuresBy = (file: StationFile): Desk["figures"] => ({
  get shifts() {
    return shiftPlan(process.env, file.settings.shiftStart);
  },
  typeface: reportTypeface,
});

interface Set {
  readonly fixture: Fixture;
  readonly slots: Slots;
  readonly upkeep: StationUpkeep;
  readonly events: Emitter<StationEvent>;
  readonly options: StationOptions;
}

const settingsDesk = ({ fixture, slots, upkeep, events, options }: Set): StationSettingsDesk =>
  new StationSettingsDesk({
    dataFolder: options.dataFolder,
    workshop: fixture.workshop,
    file: fixture.file,
    name: fixture.name,
    lent: fixture.lent,
    recipes: () => fixture.shelf.files().map(({ builtIn }) => ({ lent: builtIn })),
    slotNames: () => fixture.sockets.settings.slots.map(({ name }) => name),
    slots,
    onlyPractice: options.mode === "practice",
    restart: options.restart,
    onChange: () => {
      void upkeep.look();
      events.emit({ type: "set-up" });
    },
  });

const lockAfterMinutes = 10;

function startPeople(fixture: Fixture, onChange: (session: Session) => void): Promise<People> {
  const { records, secrets } = fixture.workshop;
  return People.start({
    station: fixture.name,
    records,
    secrets,
    clock: systemClock,
    lockAfterMinutes: fixture.file.settings.lockAfterMinutes ?? lockAfterMinutes,
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
  /** Told of every change of a slot. */
  onSlot: ((slot: Slot) => void) | undefined;
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
      recipes: fixture.shelf.recipes,
      refuseRecipe: (recipe) => fixture.shelf.refuseLocked(recipe),
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
    this.onSlot?.(slot);
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
