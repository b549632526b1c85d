import { Deferred } from "../../base/async/deferred.ts";
import type { StationEvent } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { codedEvents } from "../report-problem.ts";
import { api } from "./base.ts";
import { currentLot } from "./lots.ts";
import { slotView } from "./slot-view.ts";
import { serviceStatus } from "./station.ts";

export function eventHandlers(desk: Desk) {
  const { events } = api(desk);
  return {
    subscribe: events.subscribe.handler(({ signal }) =>
      codedEvents(stationEvents(desk, signal === undefined ? desk.closing : AbortSignal.any([signal, desk.closing]))),
    ),
  };
}

/** What an event is about; a newer one about the same replaces it, so a slow screen costs a bounded amount of memory. */
function subject(event: StationEvent): string {
  if (event.type === "slot") return `slot ${event.slot.id}`;
  if (event.type === "slot-gone") return `slot ${event.slotId}`;
  if (event.type === "scan") return `scan ${event.scan.id}`;
  return event.type === "unit" ? `unit ${event.serialNumber}` : event.type;
}

/** First the whole present state, then what happens, newest word per subject. */
async function* stationEvents(desk: Desk, signal: AbortSignal): AsyncGenerator<StationEvent, void> {
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
  signal.addEventListener("abort", onAbort);
  try {
    for (const slot of desk.slots.all()) push({ type: "slot", slot: slotView(slot, desk.expectedMs()) });
    const trouble = desk.trouble();
    if (trouble !== null) push({ type: "trouble", problem: trouble });
    const troubles = desk.upkeep.troubles();
    if (troubles.length > 0) push({ type: "troubles", troubles: [...troubles] });
    push({ type: "fixture", fixture: desk.fixture.read() });
    push({ type: "service", service: serviceStatus(desk) });
    push({ type: "session", session: desk.people.session() });
    const lot = await currentLot(desk);
    // A newer word may have come while this one was being read.
    if (!waiting.has("lot")) push({ type: "lot", lot });
    // The signal is changed from outside.
    for (;;) {
      if (signal.aborted) return;
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
    signal.removeEventListener("abort", onAbort);
  }
}
