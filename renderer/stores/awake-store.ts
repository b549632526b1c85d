import { createStore, type StoreApi } from "zustand/vanilla";
import { type ChoiceStorage, saveChoice, savedChoice } from "./saved-choice.ts";

export interface AwakeState {
  /** Not only while a slot is busy. */
  readonly always: boolean;
  readonly setAlways: (always: boolean) => void;
}

export type AwakeStore = StoreApi<AwakeState>;

const key = "touchmark.awake";

/** Whether this screen stays on all the time. */
export const createAwakeStore = (storage: ChoiceStorage): AwakeStore =>
  createStore((set) => ({
    always: savedChoice(storage, key) === "always",
    setAlways: (always) => {
      set({ always });
      saveChoice(storage, key, always ? "always" : "busy");
    },
  }));
