import { encode } from "../certificate/encode-der.ts";
import { certificateProfiles } from "../authority/certificate-profiles.ts";
import { profileExtensions } from "../authority/encode-extensions.ts";
import { readDeviceKey } from "../keys/device-key.ts";
import { algorithmIdentifiers, type SigningKey } from "../keys/signing-key.ts";

/** extensionRequest (PKCS #9, RFC 2985 §5.4.2). */
const extensionRequest = "1.2.840.113549.1.9.14";
const version1 = encode.integer(0);

/**
 * A PKCS #10 request (DER, RFC 2986) of a line's authority, signed by its key. It asks for the extensions of the profile, for those
 * who copy what is asked for (`openssl x509 -req -copy_extensions copy`).
 */
export async function makeAuthorityRequest(key: SigningKey, subject: Uint8Array): Promise<Uint8Array> {
  const { spki, algorithm } = readDeviceKey(key.publicKey);
  const wanted = encode.sequence(profileExtensions(certificateProfiles["line-intermediate"], algorithm));
  const attributes = encode.explicit(0, encode.sequence(encode.oid(extensionRequest), encode.set(wanted)));
  const information = encode.sequence(version1, subject, spki, attributes);
  return encode.sequence(information, algorithmIdentifiers[key.algorithm], encode.bits(await key.sign(information)));
}
