import { ByteReader } from "../../../base/bytes/byte-reader.ts";
import { isStationError } from "../../../base/errors/station-error.ts";
import { privateKeyFinding } from "./recognise-der.ts";
import type { Finding, Recogniser } from "./examination.ts";
import { assumeStandardTemplate, withoutLeadingZeros } from "./rebuild-endorsement-key.ts";

/** "RSA1" and the two with private parts, of both of Windows' interfaces. */
const magic = { public: "RSA1", private: ["RSA2", "RSA3"] } as const;
/** BLOBHEADER of a PUBLICKEYBLOB: kind 6, version 2, no more; the algorithm follows. */
const publicKeyBlob = [6, 2, 0, 0];
const privateKeyBlob = [7, 2, 0, 0];

/**
 * An RSA key as Windows keeps it: BCRYPT_RSAPUBLIC_BLOB (CNG, what the TPM provider exports; numbers big-endian) or PUBLICKEYBLOB
 * (CryptoAPI, numbers little-endian), as Microsoft documents them.
 */
export const recogniseWindowsBlob: Recogniser = (bytes) => {
  try {
    const isOld = publicKeyBlob.every((byte, index) => bytes[index] === byte);
    if (isOld || privateKeyBlob.every((byte, index) => bytes[index] === byte)) return oldBlob(bytes.slice(8));
    return newBlob(bytes);
  } catch (error) {
    if (isStationError(error)) return undefined;
    throw error;
  }
};

const magicOf = (bytes: Uint8Array): string => Buffer.from(bytes.slice(0, 4)).toString("latin1");
const isPrivate = (name: string): boolean => magic.private.some((each) => each === name);

function newBlob(bytes: Uint8Array): Finding | undefined {
  const name = magicOf(bytes);
  if (isPrivate(name)) return privateKeyFinding;
  if (name !== magic.public) return undefined;
  const reader = new ByteReader(bytes.slice(4), "BCRYPT_RSAPUBLIC_BLOB");
  // The length in bits, which the modulus says as well.
  reader.bytes(4);
  const exponentBytes = littleWord(reader);
  const modulusBytes = littleWord(reader);
  reader.bytes(8);
  const exponent = withoutLeadingZeros(reader.bytes(exponentBytes));
  const modulus = withoutLeadingZeros(reader.bytes(modulusBytes));
  return assumeStandardTemplate("rsa-public-key", "A key as Windows exports it (BCRYPT_RSAPUBLIC_BLOB).", {
    modulus,
    exponent,
  });
}

function oldBlob(bytes: Uint8Array): Finding | undefined {
  const name = magicOf(bytes);
  if (isPrivate(name)) return privateKeyFinding;
  if (name !== magic.public) return undefined;
  const reader = new ByteReader(bytes.slice(4), "PUBLICKEYBLOB");
  const bits = littleWord(reader);
  const exponent = withoutLeadingZeros(reader.bytes(4).toReversed());
  const modulus = withoutLeadingZeros(reader.bytes(Math.ceil(bits / 8)).toReversed());
  return assumeStandardTemplate("rsa-public-key", "A key as Windows keeps it (PUBLICKEYBLOB), its bytes backwards.", {
    modulus,
    exponent,
  });
}

const littleWord = (reader: ByteReader): number => {
  const [a = 0, b = 0, c = 0, d = 0] = reader.bytes(4);
  return a + b * 0x100 + c * 0x1_0000 + d * 0x100_0000;
};
