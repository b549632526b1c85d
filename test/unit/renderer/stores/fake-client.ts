import { createRouterClient } from "@orpc/server";
import type { StationClient } from "../../../../renderer/client/station-client.ts";
import { createFakeStation, type FakeStationOptions } from "../../../harness/fake-station.ts";

/** The fake station behind a client without a wire. */
export function fakeClient(options: FakeStationOptions = {}) {
  const station = createFakeStation({ stepMs: 2, ...options });
  const client: StationClient = createRouterClient(station.router);
  return { station, client };
}
