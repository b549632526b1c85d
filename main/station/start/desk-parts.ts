import type { StationInfo } from "../../api/contract/index.ts";
import type { Desk } from "../../api/desk.ts";
import { serviceStatus } from "../../api/handlers/station.ts";
import { systemClock } from "../../base/clock.ts";
import { connectionDesk } from "../connection-desk.ts";
import { FrontDesk } from "../fixture/front-desk.ts";
import { KioskLock } from "../kiosk/kiosk-lock.ts";
import { openLabels } from "../labels/open-labels.ts";
import type { StationLabels } from "../labels/station-labels.ts";
import { ManifestCheck } from "../manifest-check.ts";
import { reportTypeface } from "../report-typeface.ts";
import { ServiceWork } from "../service/service-work.ts";
import { shiftPlan } from "../shift-plan.ts";
import { VerifyInSlot } from "../verify-in-slot.ts";
import { version } from "../version.ts";
import type { Factory } from "./factory.ts";
import type { Floor } from "./floor.ts";

/** Slots that come and go, and lots with another takt, change what it shows. */
export async function frontDesk({ factory, line, people, events }: Floor): Promise<FrontDesk> {
  const { workshop, sockets } = factory;
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

export const serviceDesk = ({ factory: { workshop, shelf }, errands, events }: Floor): ServiceWork =>
  new ServiceWork({ workshop, recipes: shelf.recipes, errands, emit: (event) => events.emit(event) });

export const manifestDesk = ({ workshop }: Factory): ManifestCheck => {
  const { folder, records, signers, services, connectedServices } = workshop;
  return new ManifestCheck({
    root: folder.root,
    records,
    signers,
    services: { names: connectedServices, client: (name) => services.client(name) },
  });
};

/** Labels of the units that pass on the line. */
export function labelDesk({ factory, line, slots, errands, events }: Floor, onTroubles: () => void): StationLabels {
  const { labels, noteSlot } = openLabels({
    workshop: factory.workshop,
    slots,
    errands,
    recipe: () => line.lots.work?.recipe.recipe,
    emit: (event) => events.emit(event),
    onTroubles,
  });
  line.onSlot = noteSlot;
  return labels;
}

export const verifyDesk = ({ factory: { workshop, shelf }, line, slots, events }: Floor): VerifyInSlot =>
  new VerifyInSlot({
    workshop,
    slots,
    usualRecipe: () => line.lots.work?.recipe ?? [...shelf.recipes.values()][0],
    onVerified: (serialNumber) => events.emit({ type: "unit", serialNumber }),
  });

export const figureDesk = ({ file }: Factory): Desk["figures"] => ({
  get shifts() {
    return shiftPlan(process.env, file.settings.shiftStart);
  },
  typeface: reportTypeface,
});

/** As it is now: the name may change, and with it the service that is named. What only a screen asks for is not known yet. */
export function stationInfo({ name, service, mode }: Factory): StationInfo & { service: string | null } {
  const startedAt = new Date().toISOString();
  return {
    get name() {
      return name();
    },
    version,
    mode,
    service,
    startedAt,
    fresh: false,
    language: null,
  };
}

/** What is named on screen is one that is there. */
export const servicesDesk = (
  { workshop, lent }: Factory,
  info: { service: string | null },
  tell: () => void,
): Desk["connections"] =>
  connectionDesk({
    workshop,
    lent: lent.services,
    onChange: (names) => {
      info.service = names.includes(info.service ?? "") ? info.service : (names[0] ?? null);
      tell();
    },
  });

/** The services are others now. */
export function tellServices(desk: Desk): void {
  desk.events.emit({ type: "service", service: serviceStatus(desk) });
  desk.events.emit({ type: "service-work" });
  desk.events.emit({ type: "set-up" });
}
