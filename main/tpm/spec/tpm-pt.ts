/** TPM_PT: properties of a TPM (TPM 2.0 Part 2, clause 6.13). Fixed ones start at 0x100, changing ones at 0x200. */
export const TPM_PT = {
  FIXED: 0x00000100,
  FAMILY_INDICATOR: 0x00000100,
  LEVEL: 0x00000101,
  REVISION: 0x00000102,
  DAY_OF_YEAR: 0x00000103,
  YEAR: 0x00000104,
  MANUFACTURER: 0x00000105,
  VENDOR_STRING_1: 0x00000106,
  VENDOR_STRING_2: 0x00000107,
  VENDOR_STRING_3: 0x00000108,
  VENDOR_STRING_4: 0x00000109,
  FIRMWARE_VERSION_1: 0x0000010b,
  FIRMWARE_VERSION_2: 0x0000010c,
  HR_TRANSIENT_MIN: 0x0000010e,
  NV_BUFFER_MAX: 0x0000012c,
  MODES: 0x0000012d,
  VAR: 0x00000200,
  PERMANENT: 0x00000200,
  STARTUP_CLEAR: 0x00000201,
  HR_ACTIVE: 0x00000205,
  LOCKOUT_COUNTER: 0x0000020e,
  MAX_AUTH_FAIL: 0x0000020f,
} as const;

/** TPMA_MODES (TPM 2.0 Part 2, clause 8.12): bits of TPM_PT_MODES. */
export const TPMA_MODES = { FIPS_140_2: 1 << 0, FIPS_140_3: 1 << 1 } as const;

/** TPMA_PERMANENT (TPM 2.0 Part 2, clause 8.6): bits of TPM_PT_PERMANENT. */
export const TPMA_PERMANENT = {
  ownerAuthSet: 1 << 0,
  endorsementAuthSet: 1 << 1,
  lockoutAuthSet: 1 << 2,
  disableClear: 1 << 8,
  inLockout: 1 << 9,
} as const;
