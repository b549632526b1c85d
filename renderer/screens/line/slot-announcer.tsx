import { texts } from "../../locales/texts.ts";
import { useLine } from "../../stores/stores-context.tsx";
import { VisuallyHidden } from "../../ui/visually-hidden.tsx";
import { viewOf } from "./slot-view.ts";

/** Says aloud what changed: results and demands, not every step. */
export function SlotAnnouncer() {
  const slots = useLine((state) => state.slots);
  return (
    <div aria-live="polite">
      <VisuallyHidden>
        {slots
          .filter((slot) => slot.present && slot.state !== "running")
          .map((slot) => {
            const { word, next } = viewOf(slot);
            return <span key={slot.id}>{texts.line.announce(slot.name, word, next)} </span>;
          })}
      </VisuallyHidden>
    </div>
  );
}
