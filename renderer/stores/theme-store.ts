import { createStore, type StoreApi } from "zustand/vanilla";
import { type ChoiceStorage, saveChoice, savedChoice } from "./saved-choice.ts";

/** contrast: white on black, for weak eyes and glaring light. */
export const themes = ["light", "dark", "contrast"] as const;
export type Theme = (typeof themes)[number];
export type ThemeChoice = Theme | "system";

export interface ThemeState {
  readonly choice: ThemeChoice;
  readonly system: Theme;
  readonly choose: (choice: ThemeChoice) => void;
}

export type ThemeStore = StoreApi<ThemeState>;

const key = "touchmark.theme";

/** `storage` may be missing or refuse: then the choice lives as long as the page. */
export function createThemeStore(storage: ChoiceStorage, system: Theme): ThemeStore {
  return createStore((set) => ({
    choice: themeIn(savedChoice(storage, key)),
    system,
    choose: (choice) => {
      set({ choice });
      saveChoice(storage, key, choice);
    },
  }));
}

export const themeOf = (state: ThemeState): Theme => (state.choice === "system" ? state.system : state.choice);

const themeIn = (saved: string | null): ThemeChoice => themes.find((theme) => theme === saved) ?? "system";
