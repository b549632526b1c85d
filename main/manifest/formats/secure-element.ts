import { createPublicKey, X509Certificate } from "node:crypto";
import { fromBase64 } from "../../base/bytes/base64.ts";
import { equalBytes, fromHex, toBase64 } from "../../base/bytes/bytes.ts";
import { fromPem } from "../../base/bytes/pem.ts";
import type { ManifestEntry } from "../manifest-entry.ts";

/** TPM2B_PUBLIC of an RSA-2048 key by the TCG default template L-1, up to its modulus (TPM 2.0 Part 2, clause 12.2.4). */
const standardEndorsementKey = fromHex(`
  013a 0001 000b 000300b2 0020 837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa
  0006 0080 0043 0010 0800 00000000 0100`);
const modulusBytes = 256;
const jwkMembers = ["kty", "crv", "x", "y", "n", "e"] as const;

/** The SecureElement object of Microchip's manifest; members that format has no name for (the last ones) keep those of our own. */
export function secureElement(entry: ManifestEntry, stations: readonly string[]) {
  return {
    version: 1,
    model: entry.model,
    partNumber: entry.model,
    provisioner: { organizationName: stations.join(", "), organizationalUnitName: entry.recipe },
    groupId: entry.lot,
    provisioningTimestamp: entry.provisionedAt,
    uniqueId: entry.serialNumber,
    publicKeySet: { keys: publicKeys(entry) },
    registrationId: entry.registrationId,
    deviceId: entry.deviceId,
    ...(entry.endorsementKey === null ? {} : { endorsementKey: entry.endorsementKey }),
    ...(entry.practice ? { practice: true } : {}),
  };
}

function publicKeys({ certificateChain, endorsementKey }: ManifestEntry): readonly object[] {
  if (certificateChain !== null) return [deviceKey(fromPem("CERTIFICATE", certificateChain))];
  return endorsementKey === null ? [] : endorsementKeys(fromBase64(endorsementKey));
}

function deviceKey(chain: readonly Uint8Array[]): object {
  const [leaf = new Uint8Array()] = chain;
  const jwk = new X509Certificate(leaf).publicKey.export({ format: "jwk" });
  const members = jwkMembers.flatMap((name) => (jwk[name] === undefined ? [] : [[name, jwk[name]]]));
  return { kid: "0", ...Object.fromEntries(members), x5c: chain.map(toBase64) };
}

/** One key, or none where the area is not of the one template whose modulus is at a known place. */
function endorsementKeys(publicArea: Uint8Array): readonly object[] {
  const prefix = publicArea.subarray(0, standardEndorsementKey.length);
  const modulus = publicArea.subarray(standardEndorsementKey.length);
  if (!equalBytes(prefix, standardEndorsementKey) || modulus.length !== modulusBytes) return [];
  const key = createPublicKey({
    key: { kty: "RSA", n: Buffer.from(modulus).toString("base64url"), e: "AQAB" },
    format: "jwk",
  });
  return [{ kid: "0", ...key.export({ format: "jwk" }) }];
}
