import { implement } from "@orpc/server";
import { contract } from "../../main/api/contract/index.ts";
import { fakeParts, type FakeStationOptions } from "./fake-station/fake-parts.ts";
import { lineHandlers } from "./fake-station/handlers/line-handlers.ts";
import { lotHandlers } from "./fake-station/handlers/lot-handlers.ts";
import { unitHandlers } from "./fake-station/handlers/unit-handlers.ts";
import { labelHandlers } from "./fake-station/handlers/label-handlers.ts";
import { setUpHandlers } from "./fake-station/handlers/set-up-handlers.ts";
import { authorityHandlers } from "./fake-station/handlers/authority-handlers.ts";
import { serviceHandlers } from "./fake-station/handlers/service-handlers.ts";
import { peopleHandlers } from "./fake-station/handlers/people-handlers.ts";
import { stationHandlers } from "./fake-station/handlers/station-handlers.ts";

export type { FakeStationOptions } from "./fake-station/fake-parts.ts";

/** The contract in memory: for trying screens and shells. It provisions nothing and proves nothing. */
export function createFakeStation(options: FakeStationOptions = {}) {
  const parts = fakeParts(options);
  const router = implement(contract).router({
    ...lineHandlers(parts),
    ...lotHandlers(parts),
    ...unitHandlers(parts),
    ...labelHandlers(parts),
    ...setUpHandlers(parts),
    ...authorityHandlers(parts),
    ...serviceHandlers(parts),
    ...peopleHandlers(parts),
    ...stationHandlers(parts),
  });
  const { line, fixture, setUp, requests, dps, people, publish } = parts;
  const close = (): void => {
    line.close();
    dps.close();
  };
  return { router, line, fixture, setUp, requests, service: dps, people, publish, close };
}
