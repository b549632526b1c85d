import { createStore, type StoreApi } from "zustand/vanilla";
import { type ChoiceStorage, saveChoice, savedChoice } from "./saved-choice.ts";

export interface SoundState {
  readonly on: boolean;
  /** 0..100; 0 is silent. */
  readonly volume: number;
  /** Results and demands are said aloud too. */
  readonly spoken: boolean;
  readonly setSpoken: (spoken: boolean) => void;
  readonly setOn: (on: boolean) => void;
  readonly setVolume: (volume: number) => void;
  /** What somebody wants to hear now; every press is a new one. */
  readonly wanted: { readonly name: string } | null;
  readonly listen: (name: string) => void;
}

export type SoundStore = StoreApi<SoundState>;

const onKey = "touchmark.sound";
const spokenKey = "touchmark.spoken";
const volumeKey = "touchmark.volume";
const usualVolume = 60;

export function createSoundStore(storage: ChoiceStorage): SoundStore {
  return createStore((set) => ({
    on: savedChoice(storage, onKey) !== "off",
    volume: savedVolume(storage),
    spoken: savedChoice(storage, spokenKey) === "on",
    wanted: null,
    listen: (name) => set({ wanted: { name } }),
    setSpoken: (spoken) => {
      set({ spoken });
      saveChoice(storage, spokenKey, spoken ? "on" : "off");
    },
    setOn: (on) => {
      set({ on });
      saveChoice(storage, onKey, on ? "on" : "off");
    },
    setVolume: (wanted) => {
      const volume = Math.round(Math.min(100, Math.max(0, wanted)));
      set({ volume });
      saveChoice(storage, volumeKey, String(volume));
    },
  }));
}

function savedVolume(storage: ChoiceStorage): number {
  const saved = savedChoice(storage, volumeKey) ?? "";
  return /^(\d{1,2}|100)$/.test(saved) ? Number(saved) : usualVolume;
}
