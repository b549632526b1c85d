import { join } from "node:path";
import type { Log } from "../../base/log.ts";
import { type PracticeDps, startPracticeDps } from "../../practice/dps/practice-dps.ts";
import {
  createPracticeVendor,
  loadPracticeVendor,
  type PracticeVendor,
} from "../../practice/vendor/practice-vendor.ts";
import { utf8 } from "../../base/bytes/bytes.ts";
import type { LineLots } from "../line-lots.ts";
import { RecipeShelf } from "../recipes/shelf.ts";
import { resourceFolder } from "../resource-folder.ts";
import { openWorkshop, type Workshop } from "../workshop.ts";
import { PracticeFixture } from "./practice-fixture.ts";

export const practiceService = "practice-dps";
export const practiceAuthority = "practice-ca";
const practiceIdScope = "0ne00PRACT1";
const slotCount = 4;
const firstLots = [
  { lot: "PRACTICE-TPM", recipe: "practice-gateway-tpm" },
  { lot: "PRACTICE-X509", recipe: "practice-sensor-x509" },
] as const;

/** The whole factory in memory: a local provisioning service, virtual devices, an authority and a chip vendor of its own. */
export async function setUpPractice({ root, log }: { readonly root: string; readonly log: Log }) {
  const workshop = await openWorkshop({ root, practice: true, log });
  let dps: PracticeDps | undefined;
  try {
    dps = await startPracticeDps({ idScope: practiceIdScope, stateFile: join(root, "practice-dps.json"), log });
    await connectService(workshop, dps);
    await ensureAuthority(workshop);
    const vendor = await ensureVendor(workshop);
    const builtIn = resourceFolder("recipes/practice");
    const shelf = await RecipeShelf.open({ folder: workshop.folder.recipes, builtIn });
    return assemble({ workshop, dps, vendor, shelf, log });
  } catch (error) {
    await dps?.close();
    await workshop.close();
    throw error;
  }
}

interface Parts {
  readonly workshop: Workshop;
  readonly dps: PracticeDps;
  readonly vendor: PracticeVendor;
  readonly shelf: RecipeShelf;
  readonly log: Log;
}

function assemble({ workshop, dps, vendor, shelf, log }: Parts) {
  let lots: LineLots | undefined;
  const fixture = new PracticeFixture({
    slotCount,
    vendor,
    dps,
    log,
    work: () => lots?.work,
    findUnit: (serialNumber) => workshop.records.units.get(serialNumber),
  });
  return {
    name: "Practice line",
    workshop,
    shelf,
    sockets: fixture,
    service: practiceService,
    lent: {
      recipes: shelf.files().flatMap(({ builtIn, loaded }) => (builtIn ? [loaded.recipe.recipe] : [])),
      slots: fixture.settings.slots.map((slot) => slot.name),
      services: [practiceService],
      authorities: [practiceAuthority],
    },
    practice: fixture,
    prepare: async (lineLots: LineLots): Promise<void> => {
      lots = lineLots;
      for (const { lot, recipe } of firstLots) {
        // A lot keeps the recipe it was opened with, also when this version has another under that name.
        if ((await workshop.records.lots.get(lot)) === undefined) await lineLots.open(lot, recipe, null);
      }
      if (lineLots.current() === undefined) await lineLots.use(firstLots[0].lot);
    },
    close: async (): Promise<void> => {
      await fixture.close();
      try {
        await workshop.close();
      } finally {
        await dps.close();
      }
    },
  };
}

/** The practice service may get another port at every start; nothing but its name is kept. */
export async function connectService({ services, connectServices }: Workshop, dps: PracticeDps): Promise<void> {
  if ((await services.find(practiceService)) !== undefined) await services.remove(practiceService);
  await services.add(
    // Nobody else uses this service: no pace to keep.
    { name: practiceService, url: dps.url, idScope: dps.idScope, ca: [dps.caPem], operationsPerMinute: 100_000 },
    dps.connectionString,
  );
  await connectServices();
}

export async function ensureAuthority({ authorities }: Workshop): Promise<void> {
  const known = await authorities.list();
  // Opened now: deriving the key that guards it takes a quarter of a second that no unit should wait for.
  if (known.some(({ name }) => name === practiceAuthority)) await authorities.forDevices(practiceAuthority);
  else await authorities.createPilot(practiceAuthority);
}

export async function ensureVendor({ secrets, trust }: Workshop): Promise<PracticeVendor> {
  const saved = await secrets.get("practice-vendor");
  const vendor = saved === undefined ? await createPracticeVendor() : await loadPracticeVendor(saved);
  if (saved === undefined) await secrets.put("practice-vendor", vendor.save());
  await trust.add(utf8(vendor.rootPem));
  await trust.add(vendor.issuerDer);
  return vendor;
}
