import type { EngineerTexts } from "./catalogue.ts";
import { deEngineer } from "./de/engineer.ts";
import { enEngineer } from "./en/engineer.ts";
import type { Language } from "./languages.ts";

/** Complete in the languages that are here; the others read English, marked as such. */
const translated: Partial<Readonly<Record<Language, EngineerTexts>>> = { de: deEngineer };

export const engineerTextsOf = (language: Language): EngineerTexts => translated[language] ?? enEngineer;
