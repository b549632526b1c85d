/** TPM_RH: permanent handles, and TPM_RS_PW, the password session (TPM 2.0 Part 2, clause 7.4). */
export const TPM_RH = {
  OWNER: 0x40000001,
  NULL: 0x40000007,
  PW: 0x40000009,
  LOCKOUT: 0x4000000a,
  ENDORSEMENT: 0x4000000b,
  PLATFORM: 0x4000000c,
} as const;

/** First handle of each handle type (TPM 2.0 Part 2, clause 7.2): the highest byte is the type. */
export const HANDLE_FIRST = {
  NV_INDEX: 0x01000000,
  HMAC_SESSION: 0x02000000,
  LOADED_SESSION: 0x02000000,
  POLICY_SESSION: 0x03000000,
  SAVED_SESSION: 0x03000000,
  TRANSIENT: 0x80000000,
  PERSISTENT: 0x81000000,
} as const;

/** The type byte of a handle. */
export const handleTypeOf = (handle: number): number => handle >>> 24;
