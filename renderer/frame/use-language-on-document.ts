import { useEffect } from "react";
import { texts } from "../locales/texts.ts";
import { useLanguage } from "../stores/stores-context.tsx";

/** Draws the frame and all in it again when the language changes, and tells readers and fonts which it is. */
export function useLanguageOnDocument(): void {
  useLanguage((state) => state.language);
  const { language } = texts;
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
}
