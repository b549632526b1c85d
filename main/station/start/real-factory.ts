import { join } from "node:path";
import { boundPort } from "../fixture/bound-port.ts";
import { WatchedPorts } from "../fixture/port-board.ts";
import { StationFile } from "../fixture/station-file.ts";
import { openKeyFiles, openKeyFilesText } from "../open-key-files.ts";
import { RecipeShelf } from "../recipes/shelf.ts";
import type { StationOptions } from "../running-station.ts";
import { nothingLent } from "../settings-desk.ts";
import { openWorkshop, type Workshop } from "../workshop.ts";
import type { Factory } from "./factory.ts";

/** The machine's own ports, and what the data folder says. Throws `set-up.*`, `records.*`. */
export async function realFactory({ dataFolder, log, onUpgrade }: StationOptions): Promise<Factory> {
  const workshop = await openWorkshop({ root: dataFolder, practice: false, log, onUpgrade });
  try {
    return await furnish(workshop);
  } catch (error) {
    await workshop.close();
    throw error;
  }
}

async function furnish(workshop: Workshop): Promise<Factory> {
  const { folder, services, authorities, log } = workshop;
  const open = await openKeyFiles(folder);
  if (open.length > 0) log.warn({ files: open.length }, openKeyFilesText(open));
  const [service] = await services.list();
  // Opened now: deriving the key that guards an authority takes a quarter of a second that no unit should wait for.
  for (const { name } of await authorities.list()) await openEarly(workshop, name);
  const file = await StationFile.open(folder.settings);
  const shelf = await RecipeShelf.open({ folder: join(folder.root, "recipes") });
  const board = new WatchedPorts();
  const parts = { board, rules: () => file.rules };
  return {
    mode: "real",
    name: () => file.settings.station,
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
}

/** One that cannot be opened fails the units that need it, and no others. */
async function openEarly({ authorities, log }: Workshop, name: string): Promise<void> {
  await authorities.forDevices(name).catch((error: unknown) => {
    log.error({ error, authority: name }, "an authority cannot be opened");
  });
}
