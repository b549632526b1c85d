import type { CardPaper, ReportLanguage } from "../../api/contract/index.ts";
import { slotCardsPdf } from "../labels/slot-cards.ts";
import { writeOut } from "../write-out.ts";
import { listStationSlots } from "./set-up-fixture.ts";

interface CardFile {
  readonly out: string;
  readonly paper: CardPaper;
  readonly language: ReportLanguage;
}

/** Writes the cards of a folder's slots, beside a station too, and says of how many. Throws `slot.unknown`, `set-up.*`, `label.bad-content`. */
export async function writeSlotCards(root: string, { out, paper, language }: CardFile): Promise<number> {
  const names = (await listStationSlots(root)).map(({ name }) => name);
  await writeOut(out, await slotCardsPdf({ names, paper, language, practice: false }));
  return names.length;
}
