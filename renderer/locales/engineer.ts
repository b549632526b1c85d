import type { EngineerTexts } from "./catalogue.ts";
import { deEngineer } from "./de/engineer.ts";
import { enEngineer } from "./en/engineer.ts";
import { esEngineer } from "./es/engineer.ts";
import type { Language } from "./languages.ts";
import { viEngineer } from "./vi/engineer.ts";
import { zhEngineer } from "./zh/engineer.ts";

/** What only the process engineer reads. */
export const engineers: Readonly<Record<Language, EngineerTexts>> = {
  en: enEngineer,
  de: deEngineer,
  es: esEngineer,
  zh: zhEngineer,
  vi: viEngineer,
};
