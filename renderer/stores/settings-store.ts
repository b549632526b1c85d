import { createStore, type StoreApi } from "zustand/vanilla";
import type {
  BackupMade,
  Problem,
  RecordsReport,
  StationSettingsChange,
  StationSettingsView,
} from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";
import { noReading, Reader, type Reading } from "./reading.ts";

/** Something that takes a while, and what came of it. */
export interface Errand<Outcome> {
  readonly status: "idle" | "running" | "done" | "failed";
  readonly outcome: Outcome | null;
  readonly problem: Problem | null;
}

const noErrand = { status: "idle", outcome: null, problem: null } as const;

export interface SettingsState {
  readonly settings: Reading<StationSettingsView>;
  readonly backup: Errand<BackupMade>;
  readonly check: Errand<RecordsReport>;
  readonly load: () => Promise<void>;
  /** They, or what became of them, are others now: read again if they are on screen. */
  readonly changed: () => void;
  /** The problem if it was refused. */
  readonly change: (change: StationSettingsChange) => Promise<Problem | null>;
  readonly makeBackup: () => Promise<void>;
  readonly checkRecords: () => Promise<void>;
}

export type SettingsStore = StoreApi<SettingsState>;

export function createSettingsStore(client: ClientSource): SettingsStore {
  return createStore((set, get) => {
    const reader = new Reader<StationSettingsView>(
      client,
      () => get().settings,
      (settings) => set({ settings }),
    );
    const load = () => reader.load(async () => client().settings.read());
    return {
      settings: noReading,
      backup: noErrand,
      check: noErrand,
      load,
      changed: () => {
        if (get().settings.status !== "idle") void load();
      },
      change: (change) => reader.change(async () => client().settings.change(change)),
      makeBackup: async () => {
        if (get().backup.status === "running") return;
        await run(
          () => client().station.backup(),
          (backup) => set({ backup }),
        );
        await load();
      },
      checkRecords: async () => {
        if (get().check.status === "running") return;
        await run(
          () => client().station.checkRecords(),
          (check) => set({ check }),
        );
      },
    };
  });
}

async function run<Outcome>(call: () => Promise<Outcome>, show: (errand: Errand<Outcome>) => void): Promise<void> {
  show({ ...noErrand, status: "running" });
  try {
    show({ status: "done", outcome: await call(), problem: null });
  } catch (error) {
    show({ status: "failed", outcome: null, problem: problemOf(error) });
  }
}
