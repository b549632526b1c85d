/** CRLReason (RFC 5280 §5.3.1) that an authority of a plant can have; the number is what stands in the list. */
export const revocationReasonNumbers = {
  unspecified: 0,
  "key-compromise": 1,
  "ca-compromise": 2,
  "affiliation-changed": 3,
  superseded: 4,
  "cessation-of-operation": 5,
  "privilege-withdrawn": 9,
} as const;

export const revocationReasons = [
  "unspecified",
  "key-compromise",
  "ca-compromise",
  "affiliation-changed",
  "superseded",
  "cessation-of-operation",
  "privilege-withdrawn",
] as const satisfies readonly (keyof typeof revocationReasonNumbers)[];

export type RevocationReason = (typeof revocationReasons)[number];
