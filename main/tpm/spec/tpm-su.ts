/** TPM_SU: start-up types (TPM 2.0 Part 2, clause 6.10). */
export const TPM_SU = { CLEAR: 0x0000, STATE: 0x0001 } as const;
