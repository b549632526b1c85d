/** One rule a serial number or model must not fall under. */
export interface TextRule {
  /** Named in the failure's detail and in docs/recipes.md. */
  readonly name: string;
  readonly matches: (text: string) => boolean;
}

/**
 * What stands where nobody has written a number yet: such a word between separators, with digits behind it at most. So a random
 * number that merely begins with the letters is not refused.
 */
const placeholderWords: ReadonlySet<string> = new Set([
  "TEST",
  "TESTING",
  "TESTUNIT",
  "SAMPLE",
  "EXAMPLE",
  "DEFAULT",
  "DUMMY",
  "DEMO",
  "PLACEHOLDER",
  "UNKNOWN",
  "UNDEFINED",
  "UNSET",
  "NOTSET",
  "NONE",
  "NULL",
  "NAN",
  "INVALID",
  "EMPTY",
  "BLANK",
  "TBD",
  "TODO",
  "CHANGEME",
  "FOOBAR",
]);

const lettersAndDigits = (text: string): string => text.replaceAll(/[^\p{L}\p{N}]/gu, "");

const placeholderWord: TextRule = {
  name: "placeholder word",
  matches: (text) =>
    text
      .toUpperCase()
      .split(/[^\p{L}\p{N}]+/u)
      .some((part) => placeholderWords.has(part.replace(/\p{N}+$/u, ""))),
};

const wholePhrase: TextRule = {
  name: "placeholder phrase",
  matches: (text) =>
    /^(?:not(?:available|applicable|specified)|tobefilled(?:byoem)?|systemserialnumber|serial(?:number|no)?|fillme(?:in)?)$/i.test(
      lettersAndDigits(text),
    ),
};

const crosses: TextRule = { name: "row of X", matches: (text) => /x{4,}/i.test(text) };

/** A counter that stands at nothing; up to seven zeros may end a number that goes on counting. */
const allZero: TextRule = {
  name: "all zero",
  matches: (text) =>
    /^0{2,}$/.test(lettersAndDigits(text)) || /^\p{L}*0{4,}$/u.test(lettersAndDigits(text)) || /0{8,}$/.test(text),
};

const oneCharacter: TextRule = {
  name: "one character repeated",
  matches: (text) =>
    /^(.)\1{5,}$/u.test(lettersAndDigits(text)) || /^\p{L}*(\p{N})\1{7,}$/u.test(lettersAndDigits(text)),
};

/** Memory that was erased, or never written. */
const erased: TextRule = { name: "erased memory", matches: (text) => /f{8,}/i.test(lettersAndDigits(text)) };

const counting: TextRule = { name: "counting digits", matches: (text) => /12345678|87654321|98765432/.test(text) };

const fillPattern: TextRule = {
  name: "debugger's fill pattern",
  matches: (text) => /deadbeef|baadf00d|cafebabe|feedface|deadc0de|0badc0de|a5a5a5a5|5a5a5a5a/i.test(text),
};

/** In this order: the first that matches is named. */
export const serialNumberRules: readonly TextRule[] = [
  placeholderWord,
  wholePhrase,
  crosses,
  allZero,
  oneCharacter,
  erased,
  counting,
  fillPattern,
];

/** A model is a name that people gave: only what stands for no name at all. */
export const modelRules: readonly TextRule[] = [placeholderWord, wholePhrase, crosses, fillPattern];
