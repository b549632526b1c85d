import { createContext, type ReactNode, useContext } from "react";
import { useStore } from "zustand/react";
import type { StoreApi } from "zustand/vanilla";
import type { AwakeStore } from "./awake-store.ts";
import type { LanguageStore } from "./language-store.ts";
import type { SoundStore } from "./sound-store.ts";
import type { Stores } from "./stores.ts";
import type { ThemeStore } from "./theme-store.ts";

export interface AllStores extends Stores {
  readonly theme: ThemeStore;
  readonly language: LanguageStore;
  readonly sound: SoundStore;
  readonly awake: AwakeStore;
}

const StoresContext = createContext<AllStores | null>(null);

export function StoresProvider({ stores, children }: { readonly stores: AllStores; readonly children: ReactNode }) {
  return <StoresContext value={stores}>{children}</StoresContext>;
}

export function useStores(): AllStores {
  const stores = useContext(StoresContext);
  if (stores === null) throw new Error("no StoresProvider around this component");
  return stores;
}

function storeHook<State>(pick: (stores: AllStores) => StoreApi<State>) {
  return <Selected,>(select: (state: State) => Selected): Selected => useStore(pick(useStores()), select);
}

export const useConnection = storeHook((stores) => stores.connection);
export const useStation = storeHook((stores) => stores.station);
export const useSignIn = storeHook((stores) => stores.signIn);
export const useLine = storeHook((stores) => stores.line);
export const useFixture = storeHook((stores) => stores.fixture);
export const useLots = storeHook((stores) => stores.lots);
export const useUnits = storeHook((stores) => stores.units);
export const useFind = storeHook((stores) => stores.find);
export const useUnit = storeHook((stores) => stores.unit);
export const useOtherUnit = storeHook((stores) => stores.otherUnit);
export const useVerifications = storeHook((stores) => stores.verifications);
export const useOtherVerifications = storeHook((stores) => stores.otherVerifications);
export const useUnitMoves = storeHook((stores) => stores.unitMoves);
export const useSamples = storeHook((stores) => stores.samples);
export const useVerify = storeHook((stores) => stores.verify);
export const useSlotUnit = storeHook((stores) => stores.slotUnit);
export const useLot = storeHook((stores) => stores.lot);
export const useLotUnits = storeHook((stores) => stores.lotUnits);
export const useManifestCheck = storeHook((stores) => stores.manifestCheck);
export const useHandOver = storeHook((stores) => stores.handOver);
export const useAuthorities = storeHook((stores) => stores.authorities);
export const useExportCheck = storeHook((stores) => stores.exportCheck);
export const useExport = storeHook((stores) => stores.exports);
export const useInsights = storeHook((stores) => stores.insights);
export const useSetUp = storeHook((stores) => stores.setUp);
export const useTeaching = storeHook((stores) => stores.teaching);
export const useRootImport = storeHook((stores) => stores.rootImport);
export const useSigners = storeHook((stores) => stores.signers);
export const useSignerImport = storeHook((stores) => stores.signerImport);
export const useLabels = storeHook((stores) => stores.labels);
export const useLabelEditor = storeHook((stores) => stores.labelEditor);
export const useRecipes = storeHook((stores) => stores.recipes);
export const useRequests = storeHook((stores) => stores.requests);
export const useService = storeHook((stores) => stores.service);
export const useConflicts = storeHook((stores) => stores.conflicts);
export const useConflict = storeHook((stores) => stores.conflict);
export const useParked = storeHook((stores) => stores.parked);
export const useChanges = storeHook((stores) => stores.changes);
export const useUnitChanges = storeHook((stores) => stores.unitChanges);
export const useServiceCheck = storeHook((stores) => stores.serviceCheck);
export const useReconcile = storeHook((stores) => stores.reconcile);
export const usePracticeCalls = storeHook((stores) => stores.practiceCalls);
export const useHubDevices = storeHook((stores) => stores.hubDevices);
export const useGuide = storeHook((stores) => stores.guide);
export const useSettings = storeHook((stores) => stores.settings);
export const useConnections = storeHook((stores) => stores.connections);
export const useTheme = storeHook((stores) => stores.theme);
export const useLanguage = storeHook((stores) => stores.language);
export const useSound = storeHook((stores) => stores.sound);
export const useAwake = storeHook((stores) => stores.awake);
