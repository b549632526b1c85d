import type { AuthorityOrder } from "../../station/authority-store.ts";
import { authorityKeyAlgorithm } from "../../station/operations/read-certificates.ts";
import { setUpErrors } from "../../station/station-errors.ts";
import type { CommandInput } from "../command.ts";

/** Options of every command that makes an authority. */
export const newAuthorityOptions = {
  key: { type: "string" },
  subject: { type: "string" },
  years: { type: "string" },
} as const;

const daysPerYear = 365.25;

/** What the options say of a new authority; P-256 and its own name if they say nothing. Throws `set-up.usage`. */
export function authorityOrder(input: CommandInput, name: string, usualYears: number): AuthorityOrder {
  const key = input.text("key") ?? "ec-p256";
  const algorithm = authorityKeyAlgorithm(key);
  if (algorithm === undefined) throw setUpErrors.usage(`--key ${key}: ec-p256, ec-p384, rsa-2048 or rsa-3072`);
  return { name, algorithm, commonName: input.text("subject") ?? name, validityDays: years(input, usualYears) };
}

/** `--years`, in days. Throws `set-up.usage`. */
export function years(input: CommandInput, usual: number): number {
  const text = input.text("years") ?? String(usual);
  const number = Number(text);
  if (!(number > 0 && number <= 99)) throw setUpErrors.usage(`--years takes a number up to 99, not "${text}"`);
  return Math.max(1, Math.floor(number * daysPerYear));
}
