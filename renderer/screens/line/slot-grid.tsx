import type { CSSProperties } from "react";
import { texts } from "../../locales/texts.ts";
import { hrefTo } from "../../stores/route.ts";
import { useLine, useStation } from "../../stores/stores-context.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { SlotCard } from "./slot-card.tsx";
import css from "./slot-grid.module.css";
import { columnsFor, densityFor } from "./slot-view.ts";

export function SlotGrid({ onMore }: { readonly onMore: (slotId: string) => void }) {
  const slots = useLine((state) => state.slots);
  const practice = useStation((state) => state.info?.mode === "practice");
  if (slots.length === 0) {
    return (
      <EmptyState shape="off" title={texts.line.noSlots} next={texts.line.noSlotsNext}>
        <a className={css["toSetUp"]} href={hrefTo({ screen: "set-up", section: "slots" })}>
          {texts.frame["set-up"]}
        </a>
      </EmptyState>
    );
  }
  const columns: CSSProperties = { gridTemplateColumns: `repeat(${columnsFor(slots.length)}, minmax(0, 1fr))` };
  return (
    <section className={css["grid"]} style={columns} aria-label={texts.line.slots}>
      {slots.map((slot) => (
        <SlotCard key={slot.id} slot={slot} density={densityFor(slots.length)} practice={practice} onMore={onMore} />
      ))}
    </section>
  );
}
