import { apiErrors } from "../../api/api-errors.ts";
import { closeLot, openLot, samplesDue } from "../../station/line-lots.ts";
import { readRecipe } from "../../station/recipe-shelf.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Workshop } from "../../station/workshop.ts";
import type { Command, CommandInput } from "../command.ts";
import { secondOptions, secondUsage } from "../second-person.ts";
import { withReadWorkshop } from "../with-read-workshop.ts";
import { withWorkshop } from "../with-workshop.ts";

async function show({ records }: Pick<Workshop, "records">, { output }: CommandInput, lot: string): Promise<void> {
  const summary = await records.lots.summary(lot);
  if (summary === undefined) throw apiErrors.unknownLot(`no lot "${lot}"`);
  const due = summary.state === "open" ? await samplesDue(records, lot) : [];
  const setAside = await records.certificateRequests.awaitingOf(lot);
  output.say(
    { ...summary, samplesDue: due, setAside },
    [
      `${summary.lot}  ${summary.recipe}  ${summary.state}  ${summary.done} / ${summary.quantity ?? "open"} done, ${summary.failed} failed, ${summary.onHold} on hold, ${summary.scrapped} scrapped`,
      `  opened ${summary.openedAt}  ${summary.openedBy ?? ""}`.trimEnd(),
      ...(summary.closedAt === null ? [] : [`  closed ${summary.closedAt}  ${summary.closedBy ?? ""}`.trimEnd()]),
      ...(setAside === 0 ? [] : [`  ${setAside} set aside: waiting for certificates that are signed elsewhere`]),
      ...due.map(({ serialNumber, number }) => `  to be verified: ${serialNumber}, unit ${number} of the lot`),
    ].join("\n"),
  );
}

function readQuantity(text: string | undefined): number | null {
  if (text === undefined) return null;
  if (!/^[1-9]\d{0,7}$/.test(text)) throw setUpErrors.usage(`--quantity takes a whole number, not "${text}"`);
  return Number(text);
}

const open: Command = {
  words: "lot open",
  usage: "LOT --recipe FILE [--quantity N]",
  positionals: 1,
  options: { recipe: { type: "string" }, quantity: { type: "string" } },
  async run(input) {
    const [lot = ""] = input.positionals;
    const quantity = readQuantity(input.text("quantity"));
    const recipe = await readRecipe(input.required("recipe"));
    return withWorkshop(input, async (workshop) => {
      await openLot(workshop.records, lot, recipe, quantity);
      await show(workshop, input, lot);
      return 0;
    });
  },
};

const showOne: Command = {
  words: "lot show",
  usage: "LOT",
  positionals: 1,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      await show(workshop, input, input.positionals[0] ?? "");
      return 0;
    }),
};

const close: Command = {
  words: "lot close",
  usage: `LOT ${secondUsage}`,
  positionals: 1,
  options: secondOptions,
  run(input) {
    const [lot = ""] = input.positionals;
    return withWorkshop(input, async (workshop) => {
      if ((await workshop.records.lots.get(lot)) === undefined) throw apiErrors.unknownLot(`no lot "${lot}"`);
      const setAside = await workshop.records.certificateRequests.awaitingOf(lot);
      if (setAside > 0)
        process.stderr.write(
          `${setAside} units wait for certificates signed elsewhere: a closed lot takes none of them.\n`,
        );
      await closeLot(workshop.records, lot);
      await show(workshop, input, lot);
      return 0;
    });
  },
};

const list: Command = {
  words: "lot list",
  usage: "",
  positionals: 0,
  options: {},
  run: (input) =>
    withReadWorkshop(input, async (workshop) => {
      for (const { lot } of await workshop.records.lots.summaries()) await show(workshop, input, lot);
      return 0;
    }),
};

export const lotCommands: readonly Command[] = [open, showOne, list, close];
