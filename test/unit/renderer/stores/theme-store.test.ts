import { describe, expect, it } from "vitest";
import { createThemeStore, themeOf } from "../../../../renderer/stores/theme-store.ts";

describe("theme store", () => {
  it("follows the system until a choice is made, and remembers the choice", () => {
    const saved = new Map<string, string>();
    const storage = {
      getItem: (key: string) => saved.get(key) ?? null,
      setItem: (k: string, v: string) => saved.set(k, v),
    };
    const store = createThemeStore(storage, "dark");
    expect(themeOf(store.getState())).toBe("dark");
    store.getState().choose("light");
    expect(themeOf(store.getState())).toBe("light");
    expect(themeOf(createThemeStore(storage, "dark").getState())).toBe("light");
    store.getState().choose("system");
    store.setState({ system: "light" });
    expect(themeOf(store.getState())).toBe("light");
  });

  it("works where storage is refused", () => {
    const refuse = () => {
      throw new Error("refused");
    };
    const store = createThemeStore({ getItem: refuse, setItem: refuse }, "light");
    store.getState().choose("dark");
    expect(themeOf(store.getState())).toBe("dark");
  });
});
