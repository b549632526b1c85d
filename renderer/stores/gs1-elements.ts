/** FNC1 between elements, as scanners send it. */
export const gs1Separator = "\u001d";

/** One element: application identifier and value. */
export interface Gs1Element {
  readonly ai: string;
  readonly value: string;
}

/** Length of values after their identifier, by its first two digits (GS1 General Specifications, figure 7.8.5-2: predefined lengths). */
const fixedLengths: Readonly<Record<string, number>> = {
  "00": 18,
  "01": 14,
  "02": 14,
  "03": 14,
  "04": 16,
  "11": 6,
  "12": 6,
  "13": 6,
  "14": 6,
  "15": 6,
  "16": 6,
  "17": 6,
  "18": 6,
  "19": 6,
  "20": 2,
  "31": 6,
  "32": 6,
  "33": 6,
  "34": 6,
  "35": 6,
  "36": 6,
  "41": 13,
};

/** What application identifiers of three and four digits begin with (section 3.2), and what none begins with; all others have two. */
const ofThree = /^(?:2[345]|4[012]|71)/;
const ofFour = /^(?:3[1-69]|43|7[02]|8[012])/;
const ofNone = /^(?:0[5-9]|2[89]|38|4[4-9]|[56]|7[3-9]|8[3-9])/;

const longestValue = 90;
const checked: readonly string[] = ["00", "01", "02"];

/**
 * The elements of a GS1 element string, with FNC1 as GS (ASCII 29) or in the bracketed form people read; undefined where it is none: an
 * unknown identifier, a value too short or too long, a wrong check digit of AI 00, 01 or 02 (sections 3, 7.8, 7.9).
 */
export function gs1Elements(code: string): readonly Gs1Element[] | undefined {
  const elements = code.startsWith("(") ? bracketed(code) : concatenated(code);
  return elements === undefined || elements.length === 0 || !elements.every(isSound) ? undefined : elements;
}

/** The first value of an identifier. */
export const gs1Value = (elements: readonly Gs1Element[] | undefined, ai: string): string | undefined =>
  elements?.find((element) => element.ai === ai)?.value;

function bracketed(code: string): readonly Gs1Element[] | undefined {
  const parts = [...code.matchAll(/\((\d{2,4})\)([^()]+)/g)];
  if (parts.map(([whole]) => whole).join("") !== code) return undefined;
  const elements = parts.map(([, ai = "", value = ""]) => ({ ai, value }));
  return elements.every(({ ai }) => identifierLength(ai) === ai.length) ? elements : undefined;
}

function concatenated(code: string): readonly Gs1Element[] | undefined {
  const elements: Gs1Element[] = [];
  let rest = code.startsWith(gs1Separator) ? code.slice(1) : code;
  while (rest !== "") {
    const ai = rest.slice(0, identifierLength(rest));
    if (!/^\d{2,4}$/.test(ai) || ai.length !== identifierLength(rest)) return undefined;
    const fixed = fixedLengths[ai.slice(0, 2)];
    const after = rest.slice(ai.length);
    const value = fixed === undefined ? (after.split(gs1Separator, 1)[0] ?? "") : after.slice(0, fixed);
    elements.push({ ai, value });
    rest = after.slice(value.length);
    if (rest.startsWith(gs1Separator)) rest = rest.slice(1);
  }
  return elements;
}

function identifierLength(text: string): number {
  if (ofNone.test(text)) return 0;
  if (ofThree.test(text)) return 3;
  return ofFour.test(text) ? 4 : 2;
}

function isSound({ ai, value }: Gs1Element): boolean {
  const fixed = fixedLengths[ai.slice(0, 2)];
  if (fixed !== undefined && (value.length !== fixed || !/^\d+$/.test(value))) return false;
  // GS1 character set 82 (section 7.11), and AI 91 to 99 what partners agree on.
  if (!/^[!"%&'()*+,\-./0-9:;<=>?A-Z_a-z]+$/.test(value) || value.length > longestValue) return false;
  return !checked.includes(ai) || hasCheckDigit(value);
}

/** Section 7.9: from the right, digits weigh 3 and 1 in turn. */
function hasCheckDigit(digits: string): boolean {
  const weighed = digits.slice(0, -1).split("").toReversed();
  const sum = weighed.reduce((all, digit, at) => all + Number(digit) * (at % 2 === 1 ? 1 : 3), 0);
  return (10 - (sum % 10)) % 10 === Number(digits.at(-1));
}
