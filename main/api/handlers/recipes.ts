import type { Desk } from "../desk.ts";
import { codedEvents } from "../report-problem.ts";
import { api } from "./base.ts";

export function recipeHandlers(desk: Desk) {
  const { recipes } = api(desk);
  const until = (signal: AbortSignal | undefined): AbortSignal =>
    signal === undefined ? desk.closing : AbortSignal.any([desk.closing, signal]);
  const list = async () => [...(await desk.recipes.list())];
  const changed = (): void => desk.events.emit({ type: "set-up" });
  return {
    list: recipes.list.handler(list),
    fields: recipes.fields.handler(async () => [...(await desk.recipes.fields())]),
    samples: recipes.samples.handler(async () => [...(await desk.recipes.samples())]),
    read: recipes.read.handler(({ input }) => desk.recipes.read(input.name)),
    check: recipes.check.handler(({ input }) => desk.recipes.check(input.source)),
    dryRun: recipes.dryRun.handler(({ input, signal }) =>
      codedEvents(desk.recipes.dryRun(input.source, input.serialNumber, until(signal))),
    ),
    save: recipes.save.handler(async ({ input }) => {
      const saved = await desk.recipes.save(input.source, input.replaces);
      changed();
      return saved;
    }),
    remove: recipes.remove.handler(async ({ input }) => {
      await desk.recipes.remove(input.name);
      changed();
      return list();
    }),
  };
}
