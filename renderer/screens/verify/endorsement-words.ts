import type { EndorsementCertificateView } from "../../../main/api/contract/index.ts";
import { formatDay } from "../../locales/format.ts";
import { sayRemark } from "../../locales/say-remark.ts";
import { texts } from "../../locales/texts.ts";

/** Whose key a certificate holds; in English where it was recorded before there were codes. */
export function keyOf({ key, keySaid }: EndorsementCertificateView): string {
  return keySaid === null ? key : (sayRemark(texts.unit.endorsement.keys, keySaid) ?? key);
}

/** Why it is graded so. */
export function reasonOf({ detail, reasons }: EndorsementCertificateView): string {
  const words = texts.unit.endorsement;
  const said = (reasons ?? []).map(({ says, facts }) =>
    sayRemark(words.reasons, { says, facts: facts.map((fact) => words.faults[fact] ?? dayOf(fact)) }),
  );
  return said.length === 0 || said.includes(undefined) ? detail : said.join("; ");
}

const time = /^\d{4}-\d\d-\d\dT[\d:.]+Z$/;

const dayOf = (fact: string): string => (time.test(fact) ? formatDay(Date.parse(fact)) : fact);
