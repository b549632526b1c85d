import type { Said } from "../../main/api/contract/index.ts";

/** Words by the station's codes; what is put into them are its facts. */
export type RemarkWords = Readonly<Record<string, string | ((...facts: string[]) => string)>>;

/** Undefined: none of the words' codes; of a newer station. */
export function sayRemark(words: RemarkWords, { says, facts }: Said): string | undefined {
  const said = Object.hasOwn(words, says) ? words[says] : undefined;
  return typeof said === "function" ? said(...facts) : said;
}
