import type { Slot } from "../../../../main/api/contract/index.ts";
import { formatDuration } from "../../../locales/format.ts";
import { texts } from "../../../locales/texts.ts";
import { useFixture } from "../../../stores/stores-context.tsx";
import css from "./slot-takt.module.css";
import { useElapsed } from "./use-elapsed.ts";

/** How much of the takt is used up; full and in another colour once it is over. */
export function SlotTakt({ slot }: { readonly slot: Slot }) {
  const taktMs = useFixture((state) => (state.view?.taktSeconds ?? 0) * 1000);
  const elapsed = useElapsed(slot, 1000);
  if (taktMs <= 0 || elapsed === null || slot.state !== "running") return null;
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
