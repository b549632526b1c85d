import type { EngineerTexts, Texts } from "./catalogue.ts";
import { deSentences } from "./de/sentences.ts";
import { de } from "./de/texts.ts";
import { en, problemSentences } from "./en.ts";
import { engineers } from "./engineer.ts";
import { esSentences } from "./es/sentences.ts";
import { es } from "./es/texts.ts";
import { formatFor } from "./format.ts";
import type { Language } from "./languages.ts";
import { viSentences } from "./vi/sentences.ts";
import { vi } from "./vi/texts.ts";
import { zhSentences } from "./zh/sentences.ts";
import { zh } from "./zh/texts.ts";

export type { Texts } from "./catalogue.ts";

export interface Catalogue {
  readonly texts: Texts;
  /** By problem code; what is not here is said as the station says it. */
  readonly sentences: Readonly<Record<string, string>>;
}

export const catalogues: Readonly<Record<Language, Catalogue>> = {
  en: { texts: en, sentences: problemSentences },
  de: { texts: de, sentences: deSentences },
  es: { texts: es, sentences: esSentences },
  zh: { texts: zh, sentences: zhSentences },
  vi: { texts: vi, sentences: viSentences },
};

/** The language in use. Read it while drawing, never into a constant of a module: it changes. */
export let texts: Texts = en;

/** Sentences by problem code of the language in use. */
export let sentences: Catalogue["sentences"] = problemSentences;

/** What only the process engineer reads, in the language in use. */
export let engineer: EngineerTexts = engineers.en;

/** Changes the language of texts, sentences and formats; who shows them draws again afterwards. `wanted`: BCP 47. */
export function speak(language: Language, wanted: readonly string[] = []): void {
  ({ texts, sentences } = catalogues[language]);
  engineer = engineers[language];
  formatFor(language, wanted);
}
