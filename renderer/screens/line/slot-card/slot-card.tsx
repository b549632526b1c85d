import { type CSSProperties, memo } from "react";
import type { Slot } from "../../../../main/api/contract/index.ts";
import { texts } from "../../../locales/texts.ts";
import { useLanguage, useLine } from "../../../stores/stores-context.tsx";
import { PracticeControls } from "../practice-controls.tsx";
import { type Density, type SlotView, shownSlot, viewOf, widthOf } from "../slot-view.ts";
import { useHold } from "../use-hold.ts";
import { SlotBody } from "./slot-body.tsx";
import css from "./slot-card.module.css";
import sizes from "./slot-density.module.css";
import { SlotHead } from "./slot-head.tsx";
import { SlotSerial } from "./slot-serial.tsx";

interface SlotCardProps {
  readonly slot: Slot;
  /** Its CSS grid area in the fixture; undefined: the next free one. */
  readonly cell: string | undefined;
  readonly density: Density;
  readonly practice: boolean;
  readonly onMore: (slotId: string) => void;
}

export const SlotCard = memo(function SlotCard({ slot: given, cell, density, practice, onMore }: SlotCardProps) {
  // A change of language is none of the slot; the card still has to be drawn again.
  useLanguage((state) => state.language);
  const slot = shownSlot(given);
  const chosen = useLine((state) => state.chosen === slot.id);
  const view = viewOf(slot, chosen, useHold());
  const more = () => onMore(slot.id);
  return (
    <article
      className={css["card"]}
      aria-label={texts.line.slot(slot.name)}
      data-state={view.shape}
      data-density={density}
      data-chosen={chosen}
      style={{ gridArea: cell, "--width": widthOf(view.word) } as CSSProperties}
      data-gone={!slot.present && slot.state !== "waiting"}
    >
      <div className={`${css["inside"]} ${sizes["sizes"]}`}>
        <SlotHead slot={slot} view={view} density={density} />
        {density === "compact" ? (
          <Whole slot={slot} view={view} onMore={more} />
        ) : (
          <SlotBody slot={slot} view={view} flat={density === "flat"} practice={practice} onMore={more} />
        )}
        {practice && density === "tall" ? <PracticeControls slot={slot} /> : null}
      </div>
    </article>
  );
});

interface WholeProps {
  readonly slot: Slot;
  readonly view: SlotView;
  readonly onMore: () => void;
}

/** The compact card is one press target. Its name is an attribute: hidden words would be laid out with every change. */
const Whole = ({ slot, view, onMore }: WholeProps) => (
  <button
    type="button"
    className={css["whole"]}
    onClick={onMore}
    aria-haspopup="dialog"
    aria-label={`${texts.line.moreAbout(slot.name)} ${slot.serialNumber ?? ""} ${view.next}`}
  >
    <SlotSerial slot={slot} last={4} />
  </button>
);
