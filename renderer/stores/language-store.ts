import { createStore, type StoreApi } from "zustand/vanilla";
import { type ChoiceStorage, saveChoice, savedChoice } from "./saved-choice.ts";

export interface LanguageState {
  /** One of those the catalogues have. */
  readonly language: string;
  readonly choose: (language: string) => void;
  /** What the station speaks where nobody has chosen; null: what the system does. */
  readonly offer: (language: string | null) => void;
}

export type LanguageStore = StoreApi<LanguageState>;

export interface LanguageOptions {
  readonly languages: readonly string[];
  /** Used until one is chosen. */
  readonly system: string;
  /** Puts the language into use; called before anything is drawn again. */
  readonly speak: (language: string) => void;
}

const key = "touchmark.language";

export function createLanguageStore(storage: ChoiceStorage, options: LanguageOptions): LanguageStore {
  const { languages, system, speak } = options;
  const saved = savedChoice(storage, key);
  const language = saved !== null && languages.includes(saved) ? saved : system;
  speak(language);
  return createStore((set, get) => ({
    language,
    offer: (offered) => {
      if (savedChoice(storage, key) !== null) return;
      const spoken = offered !== null && languages.includes(offered) ? offered : system;
      if (spoken === get().language) return;
      speak(spoken);
      set({ language: spoken });
    },
    choose: (chosen) => {
      speak(chosen);
      set({ language: chosen });
      saveChoice(storage, key, chosen);
    },
  }));
}
