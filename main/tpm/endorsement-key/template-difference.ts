import { equalBytes, toHex } from "../../base/bytes/bytes.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import type { RsaPublic, TpmtPublic } from "../structures/tpmt-public.ts";
import { endorsementKeyTcgL1 } from "../templates/endorsement-key-tcg-l1.ts";

/** In what a key differs from TCG template L-1, for the engineer, e.g. `attributes 0x30072, 3072 bits`. */
export function templateDifference(key: TpmtPublic): string {
  if (key.type !== TPM_ALG.RSA) return `key type 0x${key.type.toString(16)} in place of RSA`;
  const wanted: RsaPublic = endorsementKeyTcgL1;
  const different = [
    key.nameAlg === wanted.nameAlg || `name algorithm 0x${key.nameAlg.toString(16)}`,
    key.objectAttributes === wanted.objectAttributes || `attributes 0x${key.objectAttributes.toString(16)}`,
    equalBytes(key.authPolicy, wanted.authPolicy) || `policy ${toHex(key.authPolicy) || "(none)"}`,
    sameCipher(key, wanted) || "symmetric cipher",
    key.scheme === undefined || `scheme 0x${key.scheme.scheme.toString(16)}`,
    key.keyBits === wanted.keyBits || `${key.keyBits} bits`,
    key.exponent === wanted.exponent || `exponent ${key.exponent}`,
    key.unique.length === wanted.unique.length || `modulus of ${key.unique.length} bytes`,
  ].filter((entry) => typeof entry === "string");
  return different.join(", ");
}

const sameCipher = ({ symmetric: a }: RsaPublic, { symmetric: b }: RsaPublic): boolean =>
  a?.algorithm === b?.algorithm && a?.keyBits === b?.keyBits && a?.mode === b?.mode;
