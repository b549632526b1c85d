import { useEffect } from "react";
import { useStores, useTheme } from "../stores/stores-context.tsx";
import { type Theme, themeOf } from "../stores/theme-store.ts";

const dark = "(prefers-color-scheme: dark)";

export const systemTheme = (): Theme => (window.matchMedia(dark).matches ? "dark" : "light");

/** Follows the system, and tells the tokens which theme is on. */
export function useThemeOnDocument(): Theme {
  const { theme: store } = useStores();
  const theme = useTheme(themeOf);
  useEffect(() => {
    const query = window.matchMedia(dark);
    const follow = () => store.setState({ system: systemTheme() });
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, [store]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return theme;
}
