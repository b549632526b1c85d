import type { DeviceKeyAlgorithm } from "../keys/device-key.ts";

/** What a certificate is for. */
export type ProfileName = "device" | "line-intermediate" | "root" | "verification" | "manifest-signer";

/** Bits of KeyUsage, numbered as RFC 5280 §4.2.1.3 does. */
export const keyUsageBits = { digitalSignature: 0, keyEncipherment: 2, keyCertSign: 5, cRLSign: 6 } as const;
export type KeyUsage = keyof typeof keyUsageBits;

/** What every certificate of one purpose says beside names, numbers, dates and keys. */
export interface CertificateProfile {
  readonly ca: boolean;
  /** How many certificates of other authorities may stand below (RFC 5280 §4.2.1.9). */
  readonly pathLength?: number | undefined;
  readonly keyUsage: readonly KeyUsage[];
  /** Added for a key that can encrypt: TLS with RSA key transport does; an EC key only ever signs (RFC 5280 §4.2.1.3). */
  readonly rsaKeyUsage: readonly KeyUsage[];
  /** Object identifiers; empty leaves the extension out. */
  readonly extendedKeyUsage: readonly string[];
  /** Those who first look at it may have a clock that is slow. */
  readonly backdatedMs: number;
  readonly mostDays: number;
}

/** id-kp-clientAuth, RFC 5280 §4.2.1.12. */
export const clientAuthentication = "1.3.6.1.5.5.7.3.2";
/** id-kp-documentSigning, RFC 9336. */
export const documentSigning = "1.3.6.1.5.5.7.3.36";

const minute = 60_000;
const day = 86_400_000;
const leaf = { ca: false, keyUsage: ["digitalSignature"], rsaKeyUsage: [], extendedKeyUsage: [] } as const;
const issuer = { ca: true, keyUsage: ["keyCertSign", "cRLSign"], rsaKeyUsage: [], extendedKeyUsage: [] } as const;

/** All that is ever issued here. What a request asks for beyond its name and key is not looked at. */
export const certificateProfiles: Readonly<Record<ProfileName, CertificateProfile>> = {
  device: {
    ...leaf,
    rsaKeyUsage: ["keyEncipherment"],
    extendedKeyUsage: [clientAuthentication],
    // Devices start with a clock that may be slow by minutes.
    backdatedMs: 5 * minute,
    mostDays: 36_500,
  },
  "line-intermediate": { ...issuer, pathLength: 0, backdatedMs: day, mostDays: 36_500 },
  root: { ...issuer, pathLength: 1, backdatedMs: day, mostDays: 36_500 },
  // Proof of possession for the provisioning service (the service's manual): good for nothing else.
  verification: { ...leaf, backdatedMs: 5 * minute, mostDays: 7 },
  "manifest-signer": { ...leaf, extendedKeyUsage: [documentSigning], backdatedMs: 5 * minute, mostDays: 36_500 },
};

/** KeyUsage of a certificate for a key of that kind. */
export const keyUsageFor = (profile: CertificateProfile, algorithm: DeviceKeyAlgorithm): readonly KeyUsage[] =>
  algorithm.startsWith("rsa") ? [...profile.keyUsage, ...profile.rsaKeyUsage] : profile.keyUsage;
