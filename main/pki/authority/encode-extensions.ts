import { fromHex } from "../../base/bytes/bytes.ts";
import { encode } from "../certificate/encode-der.ts";
import type { DeviceKeyAlgorithm } from "../keys/device-key.ts";
import { type CertificateProfile, keyUsageBits, keyUsageFor } from "./certificate-profiles.ts";

const oid = {
  subjectKeyIdentifier: "2.5.29.14",
  keyUsage: "2.5.29.15",
  basicConstraints: "2.5.29.19",
  authorityKeyIdentifier: "2.5.29.35",
  extendedKeyUsage: "2.5.29.37",
} as const;

/** Extension (RFC 5280 §4.1): the flag stands there only if it is true. */
export const extension = (id: string, critical: boolean, value: Uint8Array): Uint8Array =>
  encode.sequence(encode.oid(id), ...(critical ? [encode.true] : []), encode.octets(value));

/** AuthorityKeyIdentifier with the key identifier alone (RFC 5280 §4.2.1.1). */
export const authorityKeyIdentifier = (keyIdentifier: string): Uint8Array =>
  extension(oid.authorityKeyIdentifier, false, encode.sequence(encode.implicit(0, fromHex(keyIdentifier))));

/** What a profile says, as extensions: basic constraints, key usage, extended key usage. */
export function profileExtensions(profile: CertificateProfile, algorithm: DeviceKeyAlgorithm): Uint8Array {
  const { ca, pathLength, extendedKeyUsage } = profile;
  const constraints = [
    ...(ca ? [encode.true] : []),
    ...(ca && pathLength !== undefined ? [encode.integer(pathLength)] : []),
  ];
  const usages = keyUsageFor(profile, algorithm).map((usage) => keyUsageBits[usage]);
  return Buffer.concat([
    extension(oid.basicConstraints, true, encode.sequence(...constraints)),
    extension(oid.keyUsage, true, encode.namedBits(usages)),
    ...(extendedKeyUsage.length === 0
      ? []
      : [extension(oid.extendedKeyUsage, false, encode.sequence(...extendedKeyUsage.map(encode.oid)))]),
  ]);
}

/** Both in hexadecimal. */
export const keyIdentifierExtensions = (own: string, issuers: string): Uint8Array =>
  Buffer.concat([
    extension(oid.subjectKeyIdentifier, false, encode.octets(fromHex(own))),
    authorityKeyIdentifier(issuers),
  ]);
