import { hostname } from "node:os";
import type { Desk } from "../../api/desk.ts";
import type { StationLabels } from "../labels/station-labels.ts";
import type { StationOptions } from "../running-station.ts";
import { shiftPlan } from "../shift-plan.ts";
import { StationSettingsDesk } from "../settings-desk.ts";
import { StationUpkeep } from "../upkeep/station-upkeep.ts";
import type { Floor } from "./floor.ts";

export interface Watched {
  readonly authorities: Desk["authorities"];
  readonly labels: Pick<StationLabels, "troubles">;
}

/** Watches over the station itself from here on. */
export function upkeepDesk({ factory, line, events }: Floor, { authorities, labels }: Watched): StationUpkeep {
  const upkeep = new StationUpkeep({
    workshop: factory.workshop,
    station: factory.name,
    authorities,
    settings: () => factory.file.settings,
    shifts: () => shiftPlan(process.env, factory.file.settings.shiftStart),
    recipe: () => line.lots.work?.recipe.recipe,
    trouble: () => line.trouble,
    more: async () => [...(await factory.shelf.troubles()), ...(await labels.troubles())],
    onTimedBackup: () => events.emit({ type: "set-up" }),
    onTroubles: (troubles) => events.emit({ type: "troubles", troubles: [...troubles] }),
  });
  events.on(({ type }) => {
    if (type === "trouble") upkeep.tell();
  });
  return upkeep;
}

/** What is changed there is in force at once. */
export function settingsDesk(floor: Floor, upkeep: StationUpkeep, options: StationOptions): StationSettingsDesk {
  const { factory, slots, people, events, errands } = floor;
  const { workshop, file, shelf, sockets, lent } = factory;
  let name = factory.name();
  return new StationSettingsDesk({
    dataFolder: options.dataFolder,
    workshop,
    file,
    name: factory.name,
    nextBackupAt: () => upkeep.nextBackupAt(),
    lent,
    recipes: () => shelf.files().map(({ builtIn }) => ({ lent: builtIn })),
    slotNames: () => sockets.settings.slots.map((slot) => slot.name),
    slots,
    onlyPractice: options.mode === "practice",
    restart: options.restart,
    onChange: () => {
      people.settingsChanged();
      upkeep.settingsChanged();
      events.emit({ type: "set-up" });
      if (factory.name() === name) return;
      name = factory.name();
      errands.run("note the new name", () => workshop.records.stations.seen({ name, host: hostname() }));
    },
  });
}
