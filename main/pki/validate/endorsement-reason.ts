import { type Remark, remarksOf } from "../../base/remark.ts";

/** Codes never change their meaning: they are on record. renderer/locales says each in every language; times are ISO 8601. */
const words = {
  chain: (...names: string[]) => names.join(" < "),
  "no-issuer": (issuer: string) => `no trusted certificate leads to issuer ${issuer}`,
  "not-in-force": (subject: string, from: string, to: string) => `${subject} is valid from ${from} to ${to}`,
  "is-authority": () => "a CA certificate",
  "no-purpose": (wanted: string) => `extended key usage (none), not ${wanted}`,
  "other-purpose": (found: string, wanted: string) => `extended key usage ${found}, not ${wanted}`,
  "critical-extension": (extensions: string) => `critical extension ${extensions}`,
  /** What is wrong with its DER, in English: one of the tolerant reader's faults, or what the strict one says. */
  malformed: (...faults: string[]) => faults.join(", "),
  "not-signed": (issuer: string) => `no trusted certificate signed it; issuer ${issuer}`,
  signed: (signer: string) => `signed by ${signer}, which is trusted`,
  "no-dates": () => "no date to judge",
  validity: (from: string, to: string) => `valid from ${from} to ${to}`,
} as const;

/** Why an endorsement certificate was judged as it was. */
export type EndorsementReason = Remark<keyof typeof words>;

export const endorsementReasonCodes = Object.keys(words);

export const endorsementReason = remarksOf(words);
