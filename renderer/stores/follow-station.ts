import type { SerialScan, StationEvent } from "../../main/api/contract/index.ts";
import type { StationClient } from "../client/station-client.ts";
import { SlotsByFrame } from "./slots-by-frame.ts";
import type { Stores } from "./stores.ts";

/** Reads the present state, then applies every event until the stream ends. `ready` is called once all is current. */
export async function followStation(
  stores: Stores,
  client: StationClient,
  signal: AbortSignal,
  ready: () => void,
): Promise<void> {
  const options = { signal };
  const [info, service, slots, lot, fixture] = await Promise.all([
    client.station.info(undefined, options),
    client.station.service(undefined, options),
    client.line.slots(undefined, options),
    client.lots.current(undefined, options),
    client.fixture.read(undefined, options),
  ]);
  // The first events are the whole state again, so nothing that happened since the answers is missed.
  const bundles = await client.events.subscribe(undefined, options);
  stores.station.setState({ info, service, trouble: null, troubles: [], practiceReachable: null });
  stores.fixture.getState().show(fixture);
  stores.line.getState().replaceSlots(slots);
  stores.lots.getState().setCurrent(lot);
  ready();
  readAgain(stores);
  const line = new SlotsByFrame((changed) => stores.line.getState().putSlots(changed));
  for await (const events of bundles) {
    for (const event of events) {
      if (event.type === "slot") line.put(event.slot);
      else {
        if (event.type === "slot-gone") line.show();
        applyEvent(stores, event);
      }
    }
  }
}

function applyEvent(stores: Stores, event: Exclude<StationEvent, { type: "slot" }>): void {
  switch (event.type) {
    case "slot-gone":
      return stores.line.getState().removeSlot(event.slotId);
    case "info":
      return stores.station.setState({ info: event.info });
    case "fixture":
      return stores.fixture.getState().show(event.fixture);
    case "scan":
      return takeScan(stores, event.scan);
    case "set-up":
      stores.guide.getState().changed();
      stores.settings.getState().changed();
      stores.recipes.getState().changed();
      stores.labels.getState().changed();
      stores.signers.getState().changed();
      return stores.setUp.getState().changed();
    case "lot":
      stores.lots.getState().setCurrent(event.lot);
      return stores.lot.getState().changed();
    case "service":
      stores.station.setState({ service: event.service });
      return stores.service.getState().changed();
    case "service-work":
      return serviceWork(stores);
    case "reconcile":
      return stores.reconcile.getState().show(event.status);
    case "session":
      stores.station.setState({ session: event.session });
      return stores.unitMoves.getState().changed();
    case "trouble":
      return stores.station.setState({ trouble: event.problem });
    case "troubles":
      return stores.station.setState({ troubles: event.troubles });
    case "unit":
      stores.guide.getState().changed();
      stores.units.getState().unitChanged();
      stores.lot.getState().changed();
      stores.lotUnits.getState().changed();
      stores.samples.getState().changed();
      for (const store of [stores.unit, stores.otherUnit, stores.slotUnit])
        store.getState().unitChanged(event.serialNumber);
      if (event.serialNumber === stores.unit.getState().serialNumber) unitWork(stores);
  }
}

/** A screen that nobody sees leaves the code to one that somebody does. */
function takeScan({ fixture }: Stores, scan: SerialScan): void {
  if (typeof document === "undefined" || document.visibilityState === "visible") void fixture.getState().take(scan);
}

/** What is said of the unit on the unit's page besides itself. */
function unitWork({ verifications, unitMoves }: Stores): void {
  verifications.getState().changed();
  unitMoves.getState().changed();
}

function serviceWork({ service, conflicts, conflict, parked, changes, unitChanges }: Stores): void {
  for (const store of [service, conflicts, conflict, parked, changes, unitChanges]) store.getState().changed();
}

/** What was on screen when the connection was lost may have changed meanwhile. */
function readAgain(stores: Stores): void {
  if (stores.units.getState().status !== "idle") void stores.units.getState().reload();
  stores.setUp.getState().changed();
  stores.guide.getState().changed();
  stores.recipes.getState().changed();
  stores.labels.getState().changed();
  stores.samples.getState().changed();
  serviceWork(stores);
  stores.lot.getState().changed();
  stores.lotUnits.getState().changed();
  if (stores.reconcile.getState().status !== null) void stores.reconcile.getState().load();
  unitWork(stores);
  for (const store of [stores.unit, stores.otherUnit, stores.slotUnit]) {
    const { serialNumber, unitChanged } = store.getState();
    if (serialNumber !== null) unitChanged(serialNumber);
  }
}
