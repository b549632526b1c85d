import type {
  EnrollmentChange,
  ParkedEntry,
  PracticeCall,
  PracticeHubDevice,
  ServiceConflict,
  Verification,
} from "../../main/api/contract/index.ts";
import { type AuthoritiesStore, createAuthoritiesStore } from "./authorities-store.ts";
import { createConflictStore } from "./conflict-store.ts";
import { type ClientSource, type ConnectionStore, clientOf, createConnectionStore } from "./connection-store.ts";
import { type ConnectionsStore, createConnectionsStore } from "./connections-store.ts";
import { createFindStore, type FindStore } from "./find-store.ts";
import { createFixtureStore, type FixtureStore, noAffixes } from "./fixture-store.ts";
import { createExportStore, type ExportStore } from "./export-store.ts";
import { createInsightsStore, type InsightsStore } from "./insights-store.ts";
import { createGuideStore, type GuideStore } from "./guide-store.ts";
import { createHandOverStore, type HandOverStore } from "./hand-over-store.ts";
import { createLineStore, type LineStore } from "./line-store.ts";
import { createLotStore, type LotStore } from "./lot-store.ts";
import { createLotUnitsStore, type LotUnitsStore } from "./lot-units-store.ts";
import { createLotsStore, type LotsStore } from "./lots-store.ts";
import { createManifestCheckStore, type ManifestCheckStore } from "./manifest-check-store.ts";
import { createPagedStore, type PagedStore } from "./paged-store.ts";
import { createPolledStore, type PolledStore } from "./polled-store.ts";
import { createLabelEditorStore, type LabelEditorStore } from "./label-editor-store.ts";
import { createLabelsStore, type LabelsStore } from "./labels-store.ts";
import { createRecipesStore, type RecipesStore } from "./recipes-store.ts";
import { createReconcileStore, type ReconcileStore } from "./reconcile-store.ts";
import { hrefTo, type Route } from "./route.ts";
import { createRequestStore, type RequestStore } from "./request-store.ts";
import { createRootImportStore, type RootImportStore } from "./root-import-store.ts";
import { createServiceCheckStore, type ServiceCheckStore } from "./service-check-store.ts";
import { createServiceStore, type ServiceStore } from "./service-store.ts";
import { createSettingsStore, type SettingsStore } from "./settings-store.ts";
import { createSetUpStore, type SetUpStore } from "./set-up-store.ts";
import { createSignersStore, type SignersStore } from "./signers-store.ts";
import { createSignInStore, type SignInStore } from "./sign-in-store.ts";
import { createStationStore, type StationStore } from "./station-store.ts";
import { createTeachingStore, type TeachingStore } from "./teaching-store.ts";
import { createUnitMovesStore, type UnitMovesStore } from "./unit-moves-store.ts";
import { createUnitStore, type UnitStore } from "./unit-store.ts";
import { createUnitsStore, type UnitsStore } from "./units-store.ts";
import { createVerifyStore, type VerifyStore } from "./verify-store.ts";

/** All that one page knows of the station. */
export interface Stores {
  readonly connection: ConnectionStore;
  readonly station: StationStore;
  readonly signIn: SignInStore;
  readonly line: LineStore;
  readonly fixture: FixtureStore;
  readonly lots: LotsStore;
  readonly units: UnitsStore;
  /** What was scanned or typed on Verify. */
  readonly find: FindStore;
  /** The unit on the unit's page. */
  readonly unit: UnitStore;
  /** The one it is compared with. */
  readonly otherUnit: UnitStore;
  /** Of the unit on the unit's page, newest first. */
  readonly verifications: PagedStore<Verification>;
  readonly otherVerifications: PagedStore<Verification>;
  readonly unitMoves: UnitMovesStore;
  readonly verify: VerifyStore;
  /** Units of a lot that have to be verified before it is closed. */
  readonly samples: PagedStore<Sample>;
  /** The unit of the slot whose detail is open on the Line. */
  readonly slotUnit: UnitStore;
  /** The lot whose page is open, and its units. */
  readonly lot: LotStore;
  readonly lotUnits: LotUnitsStore;
  readonly exports: ExportStore;
  /** The manifest that was dropped on the window or chosen. */
  readonly manifestCheck: ManifestCheckStore;
  readonly authorities: AuthoritiesStore;
  /** The first steps. */
  readonly guide: GuideStore;
  readonly settings: SettingsStore;
  /** To provisioning services, as they are set up. */
  readonly connections: ConnectionsStore;
  readonly handOver: HandOverStore;
  /** The manifest just written. */
  readonly exportCheck: ManifestCheckStore;
  readonly insights: InsightsStore;
  readonly setUp: SetUpStore;
  readonly teaching: TeachingStore;
  readonly rootImport: RootImportStore;
  /** Of whoever signs manifests. */
  readonly signers: SignersStore;
  readonly signerImport: RootImportStore;
  /** Recipes, and the one that is being written. */
  readonly recipes: RecipesStore;
  readonly labels: LabelsStore;
  readonly labelEditor: LabelEditorStore;
  /** Files of requests out, and of certificates in. */
  readonly requests: RequestStore;
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

/** Number: its place in the lot, from 1. */
export interface Sample {
  readonly serialNumber: string;
  readonly number: number;
}

const mostShown = 500;

export function createStores(): Stores {
  const connection = createConnectionStore();
  const client = clientOf(connection);
  const station = createStationStore(client);
  const signIn = createSignInStore(client, (session) => station.setState({ session }));
  const fixture = createFixtureStore(client);
  const affixes = () => fixture.getState().view?.keyboardScanner ?? noAffixes;
  return {
    connection,
    station,
    signIn,
    line: createLineStore(client, affixes),
    fixture,
    lots: createLotsStore(client),
    units: createUnitsStore(client),
    find: createFindStore(
      client,
      {
        toUnit: (serialNumber) => go({ screen: "unit", serialNumber }),
        toComparison: (serialNumber, other) => go({ screen: "compare", serialNumber, other }),
        toRoom: () => go({ screen: "verify" }),
      },
      affixes,
    ),
    unit: createUnitStore(client),
    otherUnit: createUnitStore(client),
    verifications: createVerificationsStore(client),
    otherVerifications: createVerificationsStore(client),
    unitMoves: createUnitMovesStore(client, signIn),
    verify: createVerifyStore(client),
    samples: createSamplesStore(client),
    slotUnit: createUnitStore(client),
    lot: createLotStore(client, signIn),
    lotUnits: createLotUnitsStore(client),
    exports: createExportStore(client),
    manifestCheck: createManifestCheckStore(client),
    authorities: createAuthoritiesStore(client, signIn),
    guide: createGuideStore(client),
    settings: createSettingsStore(client),
    connections: createConnectionsStore(client),
    handOver: createHandOverStore(client),
    exportCheck: createManifestCheckStore(client),
    insights: createInsightsStore(client),
    setUp: createSetUpStore(client, signIn),
    teaching: createTeachingStore(client),
    rootImport: createRootImportStore((base64) => client().setUp.addTrustedRoot({ base64 })),
    signers: createSignersStore(client, signIn),
    signerImport: createRootImportStore((base64) => client().signers.addTrusted({ base64 })),
    recipes: createRecipesStore(client),
    labels: createLabelsStore(client),
    labelEditor: createLabelEditorStore(client),
    requests: createRequestStore(client),
    service: createServiceStore(client, signIn),
    conflicts: createPagedStore(client, async ({ offset, limit }) => {
      const { conflicts, total } = await client().service.conflicts({ offset, limit });
      return { items: conflicts, total };
    }),
    conflict: createConflictStore(client),
    parked: createPagedStore(client, async ({ offset, limit }) => {
      const { parked, total } = await client().service.parked({ offset, limit });
      return { items: parked, total };
    }),
    changes: createChangesStore(client),
    unitChanges: createChangesStore(client),
    serviceCheck: createServiceCheckStore(client),
    reconcile: createReconcileStore(client),
    practiceCalls: createPolledStore(client, async () => client().practice.calls({ limit: mostShown }), 1_000),
    hubDevices: createPolledStore(client, async () => client().practice.hubDevices({ limit: mostShown }), 2_000),
  };
}

function go(route: Route): void {
  window.location.hash = hrefTo(route);
}

const createSamplesStore = (client: ClientSource): PagedStore<Sample> =>
  createPagedStore(client, async ({ about = "" }) => {
    const items = await client().lots.samplesDue({ lot: about });
    return { items, total: items.length };
  });

const createVerificationsStore = (client: ClientSource): PagedStore<Verification> =>
  createPagedStore(client, async ({ about = "" }) => {
    const items = await client().units.verifications({ serialNumber: about });
    return { items, total: items.length };
  });

const createChangesStore = (client: ClientSource): PagedStore<EnrollmentChange> =>
  createPagedStore(client, async ({ offset, limit, about }) => {
    const chosen = about === undefined ? {} : { registrationId: about };
    const { changes, total } = await client().service.changes({ offset, limit, ...chosen });
    return { items: changes, total };
  });
