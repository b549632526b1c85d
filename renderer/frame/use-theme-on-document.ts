import { useEffect } from "react";
import { useStores, useTheme } from "../stores/stores-context.tsx";
import { type Theme, themeOf } from "../stores/theme-store.ts";

const dark = "(prefers-color-scheme: dark)";
const contrast = "(prefers-contrast: more)";

export function systemTheme(): Theme {
  if (window.matchMedia(contrast).matches) return "contrast";
  return window.matchMedia(dark).matches ? "dark" : "light";
}

/** Follows the system, and tells the tokens which theme is on. */
export function useThemeOnDocument(): Theme {
  const { theme: store } = useStores();
  const theme = useTheme(themeOf);
  useEffect(() => {
    const queries = [dark, contrast].map((query) => window.matchMedia(query));
    const follow = () => store.setState({ system: systemTheme() });
    for (const query of queries) query.addEventListener("change", follow);
    return () => {
      for (const query of queries) query.removeEventListener("change", follow);
    };
  }, [store]);
  useEffect(() => {
    document.documentElement.dataset["theme"] = theme;
  }, [theme]);
  return theme;
}
