/** Where field software looks for keys: the DPS SDKs and TCG TPM v2.0 Provisioning Guidance, clause 7.8. */
export const PERSISTENT_HANDLE = {
  endorsementKey: 0x81010001,
  storageRootKey: 0x81000001,
  /** The key imported from the DPS challenge (azure-iot SDKs). */
  deviceIdentityKey: 0x81000100,
} as const;

/** NV indices of the TCG EK Credential Profile, clause 2.2.1.4 (low range) and 2.2.1.5 (high range). */
export const NV_INDEX = {
  certificateRsa2048: 0x01c00002,
  nonceRsa2048: 0x01c00003,
  templateRsa2048: 0x01c00004,
  certificateEccP256: 0x01c0000a,
  /** Intermediates of the maker, one or several in an index (clause 2.2.1.5.2). */
  chainFirst: 0x01c00100,
  chainLast: 0x01c001ff,
} as const;
