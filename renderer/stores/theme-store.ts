import { createStore, type StoreApi } from "zustand/vanilla";

export type Theme = "light" | "dark";
export type ThemeChoice = Theme | "system";

export interface ThemeState {
  readonly choice: ThemeChoice;
  readonly system: Theme;
  readonly choose: (choice: ThemeChoice) => void;
}

export type ThemeStore = StoreApi<ThemeState>;

const key = "touchmark.theme";

/** `storage` may be missing or refuse: then the choice lives as long as the page. */
export function createThemeStore(storage: Pick<Storage, "getItem" | "setItem"> | null, system: Theme): ThemeStore {
  return createStore((set) => ({
    choice: savedChoice(storage),
    system,
    choose: (choice) => {
      set({ choice });
      try {
        storage?.setItem(key, choice);
      } catch {
        // A full or forbidden storage costs only the memory of the choice.
      }
    },
  }));
}

export const themeOf = (state: ThemeState): Theme => (state.choice === "system" ? state.system : state.choice);

function savedChoice(storage: Pick<Storage, "getItem"> | null): ThemeChoice {
  try {
    const saved = storage?.getItem(key);
    return saved === "light" || saved === "dark" ? saved : "system";
  } catch {
    return "system";
  }
}
