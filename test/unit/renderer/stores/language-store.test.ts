import { describe, expect, it } from "vitest";
import { createLanguageStore } from "../../../../renderer/stores/language-store.ts";
import { memoryStorage, refusingStorage } from "./memory-storage.ts";

function storeIn(storage: Parameters<typeof createLanguageStore>[0], system = "en") {
  const spoken: string[] = [];
  const speak = (language: string) => void spoken.push(language);
  return { spoken, store: createLanguageStore(storage, { languages: ["en", "de", "zh"], system, speak }) };
}

describe("language store", () => {
  it("speaks the system's language until one is chosen, and remembers the choice", () => {
    const storage = memoryStorage();
    const first = storeIn(storage, "zh");
    expect(first.spoken).toEqual(["zh"]);
    first.store.getState().choose("de");
    expect(first.spoken).toEqual(["zh", "de"]);
    expect(storeIn(storage, "zh").store.getState().language).toBe("de");
  });

  it("has spoken before anybody draws", () => {
    const { store, spoken } = storeIn(null);
    let heard = 0;
    store.subscribe(() => {
      heard = spoken.length;
    });
    store.getState().choose("de");
    expect(heard).toBe(2);
  });

  it("takes a language nobody has for none", () => {
    const storage = memoryStorage();
    storage.setItem("touchmark.language", "xx");
    expect(storeIn(storage).store.getState().language).toBe("en");
  });

  it("works where storage is refused", () => {
    const { store } = storeIn(refusingStorage);
    store.getState().choose("zh");
    expect(store.getState().language).toBe("zh");
  });
});
