import { useCallback, useState } from "react";
import { texts } from "../../locales/texts.ts";
import { useFixture, useLine } from "../../stores/stores-context.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import css from "./line-screen.module.css";
import { LotBar } from "./lot-bar.tsx";
import { ScanBar } from "./scan-bar.tsx";
import { SlotAnnouncer } from "./slot-announcer.tsx";
import { SlotDetail } from "./slot-detail.tsx";
import { SlotGrid } from "./slot-grid.tsx";
import { gridOf } from "./slot-view.ts";

export function LineScreen() {
  return (
    <div className={css["screen"]}>
      <VisuallyHidden>
        <h1>{texts.line.title}</h1>
      </VisuallyHidden>
      <LotBar />
      <Slots />
      <ScanBar />
      <SlotAnnouncer />
    </div>
  );
}

/** Apart from the rest, which has not to be drawn again with every step of a slot. */
function Slots() {
  const [opened, setOpened] = useState<string | null>(null);
  const close = useCallback(() => setOpened(null), []);
  const slots = useLine((state) => state.slots);
  const index = slots.findIndex((slot) => slot.id === opened);
  const slot = slots[index];
  const size = useFixture((state) => state.view?.size);
  const place = useFixture((state) => state.view?.places.find(({ slotId }) => slotId === opened));
  const { columns } = gridOf(size, slots.length);
  const column = place === undefined ? index % columns : place.column - 1;
  // From the far edge, so that the slot it is about stays in sight.
  const from = column * 2 >= columns ? "left" : "right";
  return (
    <div className={css["place"]}>
      <SlotGrid onMore={setOpened} />
      {slot === undefined ? null : <SlotDetail key={slot.id} slot={slot} from={from} onClose={close} />}
    </div>
  );
}
