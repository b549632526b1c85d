import type { Slot } from "../../../../main/api/contract/index.ts";
import { formatDuration } from "../../../locales/format.ts";
import { texts } from "../../../locales/texts.ts";
import { useFixture } from "../../../stores/stores-context.tsx";
import css from "./slot-takt.module.css";
import { useElapsed } from "./use-elapsed.ts";

/** How much of the takt is used up; full and in another colour once it is over. */
export function SlotTakt({ slot }: { readonly slot: Slot }) {
  const taktMs = useFixture((state) => (state.view?.taktSeconds ?? 0) * 1000);
  return taktMs > 0 && slot.state === "running" ? <Used slot={slot} taktMs={taktMs} /> : null;
}

/** Apart, so that no clock ticks where there is nothing to show. */
function Used({ slot, taktMs }: { readonly slot: Slot; readonly taktMs: number }) {
  const elapsed = useElapsed(slot, 1000);
  if (elapsed === null) return null;
  const share = Math.min(1, elapsed / taktMs);
  return (
    <span
      className={css["takt"]}
      data-late={elapsed > taktMs}
      role="img"
      aria-label={texts.line.takt(formatDuration(elapsed), formatDuration(taktMs))}
    >
      <span style={{ transform: `scaleX(${share})` }} />
    </span>
  );
}
