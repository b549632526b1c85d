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
  highRangeFirst: 0x01c00012,
  highRangeLast: 0x01c0001e,
} as const;

/** Every index that may hold an EK certificate: L-1, L-2 and H-1 to H-7 (every second index from 0x01C00012 to 0x01C0001E). */
export const CERTIFICATE_INDICES: readonly number[] = [
  NV_INDEX.certificateRsa2048,
  NV_INDEX.certificateEccP256,
  ...[0x12, 0x14, 0x16, 0x18, 0x1a, 0x1c, 0x1e].map((low) => 0x01c00000 + low),
];
