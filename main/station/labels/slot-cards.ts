import type { CardPaper, ReportLanguage } from "../../api/contract/index.ts";
import { systemClock } from "../../base/clock.ts";
import type { LabelTemplate } from "../../label/label-template.ts";
import { slotErrors } from "../../workflow/slots/slot-errors.ts";
import { reportTypeface } from "../report-typeface.ts";
import type { LabelPress } from "./label-press.ts";

export interface SlotCardOrder {
  /** Of the slots, in their order. */
  readonly names: readonly string[];
  readonly language: ReportLanguage;
  readonly practice: boolean;
}

/** A card for every slot, to be cut from sheets of paper. Throws `slot.unknown` where there is no slot, `label.bad-content`. */
export async function slotCardsPdf(order: SlotCardOrder & { readonly paper: CardPaper }): Promise<Uint8Array> {
  const { draw, texts, cardOf } = await cardsFor(order);
  // Seen from two metres: the heavier letters.
  const typeface = new draw.LabelTypeface((await reportTypeface()).bold);
  const paper = { size: draw.cardSize, dpi: 203 } as const;
  const cards = order.names.map((name) => draw.layOutSlotCard({ ...cardOf(name), ...paper }, typeface));
  const title = order.practice ? `${texts.practice} · ${texts.title}` : texts.title;
  return draw.drawSlotCards(cards, typeface, { title, at: systemClock.now(), paper: order.paper });
}

/** The same on a label printer, one label a slot, of the size the station prints. Throws `label.*`, `printer.*` at the first that does not come out. */
export async function printSlotCards(
  press: LabelPress,
  order: Omit<SlotCardOrder, "practice"> & { readonly printer: string },
): Promise<number> {
  const settings = await press.printerNamed(order.printer);
  const { draw, cardOf } = await cardsFor({ ...order, practice: press.mark !== undefined });
  const [typeface, paper] = [await press.typeface(), await labelInUse(press)];
  const cards = order.names.map((name) => draw.layOutSlotCard({ ...cardOf(name), ...paper }, typeface));
  // oxlint-disable-next-line no-await-in-loop
  for (const [index, layout] of cards.entries())
    await press.send(settings, { layout, copies: 1, title: `slot-${order.names[index] ?? ""}` });
  return cards.length;
}

/** What draws is large, and comes when somebody wants cards. */
async function cardsFor({ names, language, practice }: SlotCardOrder) {
  if (names.length === 0) throw slotErrors.unknown("no slot is set up");
  const [{ layOutSlotCard }, { drawSlotCards, cardSize }, { LabelTypeface }, { slotCardTexts }] = await Promise.all([
    import("../../label/slot-cards/lay-out-slot-card.ts"),
    import("../../label/slot-cards/draw-slot-cards.ts"),
    import("../../label/label-typeface.ts"),
    import("../../label/slot-cards/slot-card-texts.ts"),
  ]);
  const texts = slotCardTexts[language];
  const heading = practice ? `${texts.practice} · ${texts.slot}` : texts.slot;
  const cardOf = (name: string) => ({ name, heading, hints: texts.hints });
  return { draw: { layOutSlotCard, drawSlotCards, cardSize, LabelTypeface }, texts, cardOf };
}

const usualLabel = { size: { width: 50, height: 25 }, dpi: 203 } as const;

/** The paper that is in the printer, as far as anybody has said: that of the label for units that pass, else of the first on the shelf. */
async function labelInUse({ settings, shelf }: LabelPress): Promise<Pick<LabelTemplate, "size" | "dpi">> {
  const { whenPassed } = await settings.read();
  const labels = (await shelf.list()).flatMap(({ name, loaded }) => (loaded === undefined ? [] : [{ name, loaded }]));
  const label = labels.find(({ name }) => name === whenPassed?.template) ?? labels[0];
  return label?.loaded.template ?? usualLabel;
}
