import { deEngineer } from "./de/engineer.ts";
import { enEngineer } from "./en/engineer.ts";
import type { Widened } from "./catalogue.ts";
import type { Language } from "./languages.ts";

/** The shape of what only engineers read. */
export type EngineerTexts = Widened<typeof enEngineer>;

/** Complete in the languages that are here; the others read English, marked as such. */
const translated: Partial<Readonly<Record<Language, EngineerTexts>>> = { de: deEngineer };

export const engineerTextsOf = (language: Language): EngineerTexts => translated[language] ?? enEngineer;
