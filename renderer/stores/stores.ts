import type {
  EnrollmentChange,
  ParkedEntry,
  PracticeCall,
  PracticeHubDevice,
  ServiceConflict,
} from "../../main/api/contract/index.ts";
import { createConflictStore } from "./conflict-store.ts";
import { type ClientSource, type ConnectionStore, clientOf, createConnectionStore } from "./connection-store.ts";
import { createExportStore, type ExportStore } from "./export-store.ts";
import { createLineStore, type LineStore } from "./line-store.ts";
import { createLotsStore, type LotsStore } from "./lots-store.ts";
import { createPagedStore, type PagedStore } from "./paged-store.ts";
import { createPolledStore, type PolledStore } from "./polled-store.ts";
import { createReconcileStore, type ReconcileStore } from "./reconcile-store.ts";
import { createRootImportStore, type RootImportStore } from "./root-import-store.ts";
import { createServiceCheckStore, type ServiceCheckStore } from "./service-check-store.ts";
import { createServiceStore, type ServiceStore } from "./service-store.ts";
import { createSetUpStore, type SetUpStore } from "./set-up-store.ts";
import { createSignInStore, type SignInStore } from "./sign-in-store.ts";
import { createStationStore, type StationStore } from "./station-store.ts";
import { createTeachingStore, type TeachingStore } from "./teaching-store.ts";
import { createUnitStore, type UnitStore } from "./unit-store.ts";
import { createUnitsStore, type UnitsStore } from "./units-store.ts";

/** All that one page knows of the station. */
export interface Stores {
  readonly connection: ConnectionStore;
  readonly station: StationStore;
  readonly signIn: SignInStore;
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
  readonly service: ServiceStore;
  readonly conflicts: PagedStore<ServiceConflict>;
  /** The one whose page is open. */
  readonly conflict: PagedStore<ServiceConflict>;
  readonly parked: PagedStore<ParkedEntry>;
  /** All, on the Service screen. */
  readonly changes: PagedStore<EnrollmentChange>;
  /** Those of the unit on the unit's page. */
  readonly unitChanges: PagedStore<EnrollmentChange>;
  readonly serviceCheck: ServiceCheckStore;
  readonly reconcile: ReconcileStore;
  /** The newest first; practice mode only, as what follows. */
  readonly practiceCalls: PolledStore<PracticeCall>;
  readonly hubDevices: PolledStore<PracticeHubDevice>;
}

const mostShown = 500;

export function createStores(): Stores {
  const connection = createConnectionStore();
  const client = clientOf(connection);
  const signIn = createSignInStore(client);
  return {
    connection,
    station: createStationStore(client),
    signIn,
    line: createLineStore(client),
    lots: createLotsStore(client),
    units: createUnitsStore(client),
    unit: createUnitStore(client),
    slotUnit: createUnitStore(client),
    exports: createExportStore(client),
    setUp: createSetUpStore(client, signIn),
    teaching: createTeachingStore(client),
    rootImport: createRootImportStore(client),
    service: createServiceStore(client, signIn),
    conflicts: createPagedStore(async ({ offset, limit }) => {
      const { conflicts, total } = await client().service.conflicts({ offset, limit });
      return { items: conflicts, total };
    }),
    conflict: createConflictStore(client),
    parked: createPagedStore(async ({ offset, limit }) => {
      const { parked, total } = await client().service.parked({ offset, limit });
      return { items: parked, total };
    }),
    changes: createChangesStore(client),
    unitChanges: createChangesStore(client),
    serviceCheck: createServiceCheckStore(client),
    reconcile: createReconcileStore(client),
    practiceCalls: createPolledStore(async () => client().practice.calls({ limit: mostShown }), 1_000),
    hubDevices: createPolledStore(async () => client().practice.hubDevices({ limit: mostShown }), 2_000),
  };
}

const createChangesStore = (client: ClientSource): PagedStore<EnrollmentChange> =>
  createPagedStore(async ({ offset, limit, about }) => {
    const chosen = about === undefined ? {} : { registrationId: about };
    const { changes, total } = await client().service.changes({ offset, limit, ...chosen });
    return { items: changes, total };
  });
