import { type CSSProperties, useMemo, useRef } from "react";
import { texts } from "../../locales/texts.ts";
import { isKiosk } from "../../stores/fixture-store.ts";
import { hrefTo } from "../../stores/route.ts";
import { useFixture, useLine, useStation } from "../../stores/stores-context.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import { useSize } from "../../ui/use-size.ts";
import { SlotCard } from "./slot-card/slot-card.tsx";
import css from "./slot-grid.module.css";
import { densityFor, gridOf } from "./slot-view.ts";

interface SlotGridProps {
  readonly onMore: (slotId: string) => void;
}

export function SlotGrid({ onMore }: SlotGridProps) {
  const none = useLine((state) => state.slots.length === 0);
  return none ? <NoSlots /> : <Cards onMore={onMore} />;
}

/** The slots as the fixture has them before the worker. */
function Cards({ onMore }: SlotGridProps) {
  const slots = useLine((state) => state.slots);
  const size = useFixture((state) => state.view?.size);
  const cells = useCells();
  const practice = useStation((state) => state.info?.mode === "practice");
  const place = useRef<HTMLElement>(null);
  const room = useSize(place);
  const grid = gridOf(size, slots.length);
  const layout: CSSProperties = {
    gridTemplateColumns: `repeat(${grid.columns}, minmax(0, 1fr))`,
    gridTemplateRows: `repeat(${grid.rows}, minmax(0, 1fr))`,
  };
  const density = densityFor(grid, room);
  return (
    <section ref={place} className={css["grid"]} style={layout} data-density={density} aria-label={texts.line.slots}>
      {slots.map((slot) => (
        <SlotCard
          key={slot.id}
          slot={slot}
          cell={cells.get(slot.id)}
          density={density}
          practice={practice}
          onMore={onMore}
        />
      ))}
    </section>
  );
}

/** CSS grid area of each slot that has a place. */
function useCells(): ReadonlyMap<string, string> {
  const places = useFixture((state) => state.view?.places);
  return useMemo(
    () => new Map((places ?? []).map(({ slotId, row, column }) => [slotId, `${row} / ${column}`])),
    [places],
  );
}

function NoSlots() {
  const kiosk = useFixture(isKiosk);
  return (
    <EmptyState shape="off" title={texts.line.noSlots} next={texts.line.noSlotsNext}>
      {kiosk ? null : (
        <a className={css["toSetUp"]} href={hrefTo({ screen: "set-up", section: "slots" })}>
          {texts.frame["set-up"]}
        </a>
      )}
    </EmptyState>
  );
}
