import { createStore, type StoreApi } from "zustand/vanilla";
import type { Problem, ServiceStatus, Session, StationInfo, Trouble } from "../../main/api/contract/index.ts";
import { problemOf } from "../client/problem-of.ts";
import type { ClientSource } from "./connection-store.ts";

export interface StationState {
  readonly info: StationInfo | null;
  readonly service: ServiceStatus | null;
  /** Who is signed in; null until the station said. */
  readonly session: Session | null;
  /** Something that concerns the whole station. */
  readonly trouble: Problem | null;
  /** That, and what will stop the line one day or be missed then: what stops it first. */
  readonly troubles: readonly Trouble[];
  /** What the practice service was last told; null before that. */
  readonly practiceReachable: boolean | null;
  /** Switches the practice service; the problem if it was refused. */
  readonly setPracticeService: (reachable: boolean) => Promise<Problem | null>;
}

export type StationStore = StoreApi<StationState>;

export const createStationStore = (client: ClientSource): StationStore =>
  createStore((set) => ({
    info: null,
    service: null,
    session: null,
    trouble: null,
    troubles: [],
    practiceReachable: null,
    setPracticeService: async (wanted) => {
      try {
        const { reachable } = await client().practice.service({ reachable: wanted });
        set({ practiceReachable: reachable });
        return null;
      } catch (error) {
        return problemOf(error);
      }
    },
  }));

/** Whether the practice service answers: what it was told, else what the station finds. */
export const isPracticeServiceReachable = (state: StationState): boolean =>
  state.practiceReachable ?? state.service?.state !== "unreachable";
