import type { Said, VerificationCheck } from "../../../main/api/contract/index.ts";
import { formatFactName } from "../../locales/format.ts";
import { sayRemark } from "../../locales/say-remark.ts";
import { sentences, texts } from "../../locales/texts.ts";
import { fieldName, valueName } from "../parts/field-name.ts";

/** Names of what was read of a device or measured in a step. */
export const factName = (name: string): string => texts.verify.evidence.facts[name] ?? formatFactName(name);

export function factValue(name: string, value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? texts.unit.yes : texts.unit.no;
  return name === "verdict" || name === "endorsementCertificate" ? gradeName(String(value)) : String(value);
}

const gradeName = (grade: string): string =>
  grade === "no-certificate" ? texts.verify.evidence.noCertificate : (texts.unit.endorsement.grades[grade] ?? grade);

/** What was to be found, in the reader's language. */
export const expectedOf = ({ expected, expectedSaid }: VerificationCheck): string => spoken(expectedSaid) ?? expected;

/** What was found; of a check that could not be made also what to do, where the language has a sentence for it. */
export function foundOf({ found, foundSaid, code }: VerificationCheck): string {
  const said = spoken(foundSaid);
  if (said !== undefined) return said;
  const sentence = code === null ? undefined : sentences[code];
  return sentence === undefined ? found : `${sentence} ${found}`;
}

/** Undefined: in English alone, of before there were codes or of a newer station. */
function spoken(said: Said | null | undefined): string | undefined {
  if (said === null || said === undefined) return undefined;
  const { says, facts } = said;
  const words = texts.verify.evidence.findings;
  const parts = inTurns(says, facts).map((part) => sayRemark(words, { says, facts: part }));
  return parts.includes(undefined) ? undefined : parts.join("; ");
}

/** An entry may differ in several fields, three facts each; everything else is said once. */
function inTurns(says: string, facts: readonly string[]): readonly (readonly string[])[] {
  if (says.startsWith("endorsement-")) return [facts.map(gradeName)];
  const differences =
    says === "entry-other" ? facts.flatMap((_, at) => (at % 3 === 0 ? [facts.slice(at, at + 3)] : [])) : [facts];
  return says === "entry-other" || says === "registration-other"
    ? differences.map(([field = "", ...values]) => [fieldName(field), ...values.map(valueName)])
    : differences;
}
