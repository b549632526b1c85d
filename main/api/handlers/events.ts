import { Deferred } from "../../base/async/deferred.ts";
import type { StationEvent } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { api } from "./base.ts";
import { currentLot } from "./lots.ts";
import { slotView } from "./slot-view.ts";
import { serviceStatus } from "./station.ts";

export function eventHandlers(desk: Desk) {
  const { events } = api(desk);
  return { subscribe: events.subscribe.handler(({ signal }) => stationEvents(desk, signal)) };
}

/** What an event is about; a newer one about the same replaces it, so a slow screen costs a bounded amount of memory. */
function subject(event: StationEvent): string {
  if (event.type === "slot") return `slot ${event.slot.id}`;
  return event.type === "unit" ? `unit ${event.serialNumber}` : event.type;
}

/** First the whole present state, then what happens, newest word per subject. */
async function* stationEvents(desk: Desk, signal: AbortSignal | undefined): AsyncGenerator<StationEvent, void> {
  const waiting = new Map<string, StationEvent>();
  let wake = new Deferred<void>();
  const push = (event: StationEvent): void => {
    waiting.delete(subject(event));
    waiting.set(subject(event), event);
    wake.resolve();
  };
  const stopListening = desk.events.on(push);
  const onAbort = (): void => {
    wake.resolve();
  };
  signal?.addEventListener("abort", onAbort);
  try {
    for (const slot of desk.slots.all()) push({ type: "slot", slot: slotView(slot, desk.expectedMs()) });
    push({ type: "service", service: serviceStatus(desk) });
    push({ type: "lot", lot: await currentLot(desk) });
    // The signal is changed from outside.
    for (;;) {
      if (signal?.aborted === true) return;
      const [next] = waiting;
      if (next === undefined) {
        await wake.promise;
        wake = new Deferred<void>();
        continue;
      }
      waiting.delete(next[0]);
      yield next[1];
    }
  } finally {
    stopListening();
    signal?.removeEventListener("abort", onAbort);
  }
}
