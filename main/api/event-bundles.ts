import { setTimeout as delay } from "node:timers/promises";
import { Bundles } from "../base/async/bundles.ts";
import { mostEventsTogether, type StationEvent } from "./contract/index.ts";

/** Two pictures of a screen: no eye sees more, and a screen of 32 busy slots is woken thirty times a second in place of 640. */
const apartMs = 33;

/** A slot's states are subjects of their own: none is passed over, because it is heard, and counted by whoever stands by. */
function subjectOf(event: StationEvent): string {
  switch (event.type) {
    case "slot":
      return `slot ${event.slot.id} ${event.slot.state}`;
    case "slot-gone":
      return `slot-gone ${event.slotId}`;
    case "scan":
      return `scan ${event.scan.id}`;
    case "unit":
      return `unit ${event.serialNumber}`;
    default:
      return event.type;
  }
}

const rest = (signal: AbortSignal): Promise<void> => delay(apartMs, undefined, { signal }).catch(() => undefined);

/** The events of a station for one screen. */
export const eventBundles = () => new Bundles<StationEvent>({ subject: subjectOf, rest, most: mostEventsTogether });
