import type { Slot } from "../../../../main/api/contract/index.ts";
import { formatDuration, formatExpected } from "../../../locales/format.ts";
import { useFixture } from "../../../stores/stores-context.tsx";
import css from "./slot-time.module.css";
import { useElapsed } from "./use-elapsed.ts";

/** How long the run took; while it runs, against the takt or what is usual. */
export function SlotTime({ slot, tick }: { readonly slot: Slot; readonly tick: 100 | 1000 }) {
  const taktMs = useFixture((state) => (state.view?.taktSeconds ?? 0) * 1000);
  const elapsed = useElapsed(slot, tick);
  if (elapsed === null) return null;
  const against = taktMs > 0 ? formatDuration(taktMs) : slot.expectedMs === null ? "" : formatExpected(slot.expectedMs);
  return (
    <span className={css["time"]}>
      {formatDuration(elapsed)}
      {slot.state === "running" && against !== "" ? <small> / {against}</small> : null}
    </span>
  );
}
