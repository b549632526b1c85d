import { sign } from "node:crypto";
import { fromHex, utf8 } from "../../base/bytes/bytes.ts";
import { der, derTag } from "./der.ts";
import type { DeviceKey } from "./device-state.ts";

const commonNameOid = der(derTag.objectIdentifier, fromHex("550403"));
const ecdsaWithSha256 = der(derTag.sequence, der(derTag.objectIdentifier, fromHex("2a8648ce3d040302")));
const sha256WithRsa = der(
  derTag.sequence,
  der(derTag.objectIdentifier, fromHex("2a864886f70d01010b")),
  der(derTag.null),
);

/** PKCS #10 (RFC 2986) with CN only and no attributes, as small firmware makes it. */
export function makeCertificateRequest(key: DeviceKey, commonName: string): Uint8Array {
  const attribute = der(derTag.sequence, commonNameOid, der(derTag.utf8String, utf8(commonName)));
  const subject = der(derTag.sequence, der(derTag.set, attribute));
  const info = der(derTag.sequence, der(derTag.integer, Uint8Array.of(0)), subject, key.spki, der(derTag.context0));
  const signature = Uint8Array.from(sign("sha256", info, key.privateKey));
  const algorithm = key.algorithm.startsWith("ec-") ? ecdsaWithSha256 : sha256WithRsa;
  return der(derTag.sequence, info, algorithm, der(derTag.bitString, Uint8Array.of(0), signature));
}
