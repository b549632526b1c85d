/** In the order of the choice on screen. */
export const languages = ["en", "de", "es", "zh", "vi"] as const;

export type Language = (typeof languages)[number];

/** Each in its own words, so that it is found by whoever reads only that one. */
export const languageNames: Readonly<Record<Language, string>> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  zh: "简体中文",
  vi: "Tiếng Việt",
};

/** English for what we have not. */
export const languageOf = (code: string): Language => languages.find((language) => language === code) ?? "en";

/** The first we have of the wanted ones (BCP 47, the best first), else English. */
export function languageFor(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const [language = ""] = tag.toLowerCase().split("-");
    if (languageOf(language) === language) return languageOf(language);
  }
  return "en";
}
