/** Codes of other areas than `unit` and `enrollment` that are held against the unit. */
const ofTheUnit = [
  "pki.bad-proof",
  "pki.wrong-name",
  "pki.wrong-key",
  "pki.bad-algorithm",
  "pki.bad-key",
  "pki.bad-certificate",
  "pki.bad-profile",
  "pki.bad-chain",
  "pki.expired",
  "pki.revoked",
  "tpm.not-proven",
  "tpm.no-endorsement-key",
  "tpm.failure-mode",
];

/** The entry may still be on its way; and nobody could look at the group. */
const notYet = ["unit.not-enrolled", "enrollment.group-not-checked"];

/**
 * Whether a check that ended with this code has failed. Everything else leaves it unknown: a service that is away, a pulled cable, an
 * authority that is locked, a full disk say nothing of the unit.
 */
export const isOfTheUnit = (code: string): boolean =>
  ofTheUnit.includes(code) ||
  code.startsWith("tpm.key-format-") ||
  (/^(unit|enrollment)\./.test(code) && !notYet.includes(code));
