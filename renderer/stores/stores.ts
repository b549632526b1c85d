import { type ConnectionStore, clientOf, createConnectionStore } from "./connection-store.ts";
import { createExportStore, type ExportStore } from "./export-store.ts";
import { createLineStore, type LineStore } from "./line-store.ts";
import { createLotsStore, type LotsStore } from "./lots-store.ts";
import { createRootImportStore, type RootImportStore } from "./root-import-store.ts";
import { createSetUpStore, type SetUpStore } from "./set-up-store.ts";
import { createStationStore, type StationStore } from "./station-store.ts";
import { createTeachingStore, type TeachingStore } from "./teaching-store.ts";
import { createUnitStore, type UnitStore } from "./unit-store.ts";
import { createUnitsStore, type UnitsStore } from "./units-store.ts";

/** All that one page knows of the station. */
export interface Stores {
  readonly connection: ConnectionStore;
  readonly station: StationStore;
  readonly line: LineStore;
  readonly lots: LotsStore;
  readonly units: UnitsStore;
  /** The unit on the unit's page. */
  readonly unit: UnitStore;
  /** The unit of the slot whose detail is open on the Line. */
  readonly slotUnit: UnitStore;
  readonly exports: ExportStore;
  readonly setUp: SetUpStore;
  readonly teaching: TeachingStore;
  readonly rootImport: RootImportStore;
}

export function createStores(): Stores {
  const connection = createConnectionStore();
  const client = clientOf(connection);
  return {
    connection,
    station: createStationStore(client),
    line: createLineStore(client),
    lots: createLotsStore(client),
    units: createUnitsStore(client),
    unit: createUnitStore(client),
    slotUnit: createUnitStore(client),
    exports: createExportStore(client),
    setUp: createSetUpStore(client),
    teaching: createTeachingStore(client),
    rootImport: createRootImportStore(client),
  };
}
