/** A text for people as a code, which screens say in the reader's language, and what is put into it. */
export interface Remark<Code extends string = string> {
  readonly says: Code;
  /** In the order of the words that take them; never a secret. */
  readonly facts: readonly string[];
  readonly english: string;
}

/** Makes the remarks of one catalogue of English words. */
export function remarksOf<Words extends Readonly<Record<keyof Words, (...facts: string[]) => string>>>(words: Words) {
  return <Code extends keyof Words & string>(says: Code, ...facts: Parameters<Words[Code]>): Remark<Code> => {
    const say: (...facts: string[]) => string = words[says];
    return { says, facts, english: say(...facts) };
  };
}

/** Several about one thing, in one line. */
export const inEnglish = (remarks: readonly Remark[]): string => remarks.map(({ english }) => english).join("; ");
