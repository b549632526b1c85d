import type { Slot } from "../../../../main/api/contract/index.ts";
import { useConnection } from "../../../stores/stores-context.tsx";
import { useNow } from "../../../ui/use-now.ts";
import { elapsedOf } from "../slot-view.ts";

/** Time of the slot's run, ms, drawn again every `tick` ms while it runs and the station is there; null: none. */
export function useElapsed(slot: Slot, tick: 100 | 1000): number | null {
  const running = slot.state === "running";
  const current = useConnection((state) => state.status === "connected");
  return elapsedOf(slot, useNow(tick, running && current));
}
