import { apiErrors } from "../api-errors.ts";
import { type Lot, type LotDetail, lotDetailSchema } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";

/** The lot the line builds, with its counts; null before one is chosen. */
export async function currentLot(desk: Desk): Promise<Lot | null> {
  const lot = desk.lots.current();
  return lot === undefined ? null : ((await desk.records.lots.summary(lot)) ?? null);
}

export function lotHandlers(desk: Desk) {
  const { lots } = api(desk);
  const summary = async (lot: string): Promise<Lot> => {
    const found = await desk.records.lots.summary(lot);
    if (found === undefined) throw apiErrors.unknownLot(`no lot "${lot}"`);
    return found;
  };
  const announce = async (): Promise<void> => {
    desk.events.emit({ type: "lot", lot: await currentLot(desk) });
  };
  return {
    list: lots.list.handler(async () => [...(await desk.records.lots.summaries())]),
    current: lots.current.handler(() => currentLot(desk)),
    recipes: lots.recipes.handler(() =>
      [...desk.lots.recipes.values()].map(({ recipe, hash }) => ({
        recipe: recipe.recipe,
        model: recipe.product.model,
        attestation: recipe.attestation.type,
        hash,
      })),
    ),
    open: lots.open.handler(async ({ input }) => {
      await desk.lots.open(input.lot, input.recipe, input.quantity);
      return summary(input.lot);
    }),
    use: lots.use.handler(async ({ input }) => {
      await summary(input.lot);
      await desk.lots.use(input.lot);
      await desk.records.audit.append({ act: "lot-used", subject: input.lot });
      await announce();
      desk.slots.startFresh();
      return summary(input.lot);
    }),
    samplesDue: lots.samplesDue.handler(async ({ input }) => [...(await desk.lots.samplesDue(input.lot))]),
    close: lots.close.handler(async ({ input }) => {
      await summary(input.lot);
      await desk.lots.close(input.lot);
      if (desk.lots.current() === input.lot) await announce();
      return summary(input.lot);
    }),
    failures: lots.failures.handler(async ({ input }) => [...(await desk.records.lots.failures(input.lot))]),
    show: lots.show.handler(async ({ input }) => lotDetail(await summary(input.lot), desk)),
    units: lots.units.handler(async ({ input }) => {
      // Not its summary: a page must not cost the counting of all its units.
      if ((await desk.records.lots.get(input.lot)) === undefined) throw apiErrors.unknownLot(`no lot "${input.lot}"`);
      const { units, total } = await desk.records.lists.lotUnits(input);
      return { units: [...units], total };
    }),
  };
}

async function lotDetail(lot: Lot, desk: Desk): Promise<LotDetail> {
  return lotDetailSchema.parse({ ...lot, ...(await desk.records.lists.lotAccount(lot.lot)) });
}
