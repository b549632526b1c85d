/** TPM_ST: structure tags (TPM 2.0 Part 2, clause 6.9). */
export const TPM_ST = {
  RSP_COMMAND: 0x00c4,
  NO_SESSIONS: 0x8001,
  SESSIONS: 0x8002,
  CREATION: 0x8021,
  AUTH_SECRET: 0x8023,
  HASHCHECK: 0x8024,
} as const;
