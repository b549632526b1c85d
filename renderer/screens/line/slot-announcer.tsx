import { useEffect, useState } from "react";
import type { Slot } from "../../../main/api/contract/index.ts";
import { texts } from "../../locales/texts.ts";
import { useStores } from "../../stores/stores-context.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { viewOf } from "./slot-view.ts";
import { useHold } from "./use-hold.ts";

/** A voice needs longer than that for a slot, and a page of many slots is spared the words nobody hears. */
const betweenMs = 400;

/** Says aloud what changed: results and demands, not every step. */
export function SlotAnnouncer() {
  const hold = useHold();
  return (
    <div aria-live="polite">
      <VisuallyHidden>
        {useSlotsNowAndThen()
          .filter((slot) => slot.present && slot.state !== "running")
          .map((slot) => {
            const { word, next } = viewOf(slot, false, hold);
            return <span key={slot.id}>{texts.line.announce(slot.name, word, next)} </span>;
          })}
      </VisuallyHidden>
    </div>
  );
}

function useSlotsNowAndThen(): readonly Slot[] {
  const { line } = useStores();
  const [slots, setSlots] = useState(line.getState().slots);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const show = () => {
      timer = undefined;
      setSlots(line.getState().slots);
    };
    const end = line.subscribe(() => {
      timer ??= setTimeout(show, betweenMs);
    });
    return () => {
      end();
      clearTimeout(timer);
    };
  }, [line]);
  return slots;
}
