/** TPMA_SESSION: attributes of a session in a command (TPM 2.0 Part 2, clause 8.4). */
export const TPMA_SESSION = { continueSession: 1 << 0 } as const;
