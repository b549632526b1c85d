import type { StationEvent } from "../contract/index.ts";
import type { Desk } from "../desk.ts";
import { eventBundles } from "../event-bundles.ts";
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

/** First the whole present state, then what happens. */
async function* stationEvents(desk: Desk, signal: AbortSignal): AsyncGenerator<StationEvent[], void> {
  const bundles = eventBundles();
  const push = (event: StationEvent): void => bundles.push(event);
  const stopListening = desk.events.on(push);
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
    if (!bundles.has("lot")) push({ type: "lot", lot });
    yield* bundles.read(signal);
  } finally {
    stopListening();
  }
}
