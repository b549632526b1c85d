/** TPM_SE: session types (TPM 2.0 Part 2, clause 6.11). */
export const TPM_SE = { HMAC: 0x00, POLICY: 0x01, TRIAL: 0x03 } as const;
