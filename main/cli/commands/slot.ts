import { z } from "zod";
import { type BoundSlot, cardPaperSchema, reportLanguageSchema } from "../../api/contract/index.ts";
import { writeSlotCards } from "../../station/operations/write-slot-cards.ts";
import { forgetStationSlot, listStationSlots, teachStationSlot } from "../../station/operations/set-up-fixture.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { Command } from "../command.ts";

const defaultSeconds = 60;
const longestName = 16;

const list: Command = {
  words: "slot list",
  usage: "",
  positionals: 0,
  options: {},
  async run({ output, dataFolder }) {
    const slots = await listStationSlots(dataFolder);
    for (const slot of slots) output.say(slot, slotText(slot));
    if (slots.length === 0) output.remark("No slots. Teach one: touchmark slot teach NAME");
    return 0;
  },
};

const teach: Command = {
  words: "slot teach",
  usage: "NAME [--seconds N]",
  positionals: 1,
  options: { seconds: { type: "string" } },
  async run({ positionals: [given = ""], text, dataFolder, output, signal }) {
    const name = given.trim();
    if (name === "" || name.length > longestName)
      throw setUpErrors.usage(`a slot's name has 1 to ${longestName} characters`);
    const seconds = Number(text("seconds") ?? defaultSeconds);
    if (!(seconds > 0 && seconds <= 3600)) throw setUpErrors.usage("--seconds is 1 to 3600");
    const onReady = (): void => {
      output.event({ type: "ready", name, seconds });
      output.remark(`Plug one device into the socket of slot ${name} now (${seconds} s).`);
    };
    const slot = await teachStationSlot(dataFolder, { name, waitMs: seconds * 1000, signal, onReady });
    output.say(slot, slotText(slot));
    return 0;
  },
};

const forget: Command = {
  words: "slot forget",
  usage: "NAME",
  positionals: 1,
  options: {},
  async run({ positionals: [name = ""], dataFolder, output }) {
    await forgetStationSlot(dataFolder, name);
    output.say({ name, forgotten: true }, `slot ${name} is forgotten`);
    return 0;
  },
};

const cardOrder = z.object({ paper: cardPaperSchema, language: reportLanguageSchema });

const cards: Command = {
  words: "slot cards",
  usage: "--out FILE.pdf [--paper a4|letter] [--language en|de|es|zh|vi]",
  positionals: 0,
  options: { out: { type: "string" }, paper: { type: "string" }, language: { type: "string" } },
  async run({ required, text, dataFolder, output }) {
    const out = required("out");
    const order = cardOrder.safeParse({ paper: text("paper") ?? "a4", language: text("language") ?? "en" });
    if (!order.success) throw setUpErrors.usage(z.prettifyError(order.error));
    const slots = await writeSlotCards(dataFolder, { ...order.data, out });
    output.say({ out, slots }, `Cards of ${slots} slots written to ${out}`);
    return 0;
  },
};

export const slotCommands: readonly Command[] = [list, teach, forget, cards];

const slotText = ({ name, binding, port }: BoundSlot): string =>
  `slot ${name}  ${binding}  ${port === null ? "empty" : [port.path, port.likely?.name].filter(Boolean).join("  ")}`;
