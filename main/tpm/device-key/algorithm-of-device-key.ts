import { equalBytes } from "../../base/bytes/bytes.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { encodeTpmtPublic, type TpmtPublic } from "../structures/tpmt-public.ts";
import { deviceKeyTemplates, type TpmKeyAlgorithm } from "../templates/device-key.ts";

/** Which template a key was made from, every member compared; undefined if it is none of ours. */
export function algorithmOfDeviceKey(key: TpmtPublic): TpmKeyAlgorithm | undefined {
  const bare = encodeTpmtPublic(withoutUnique(key));
  const isFrom = (algorithm: TpmKeyAlgorithm): boolean =>
    equalBytes(bare, encodeTpmtPublic(deviceKeyTemplates[algorithm]));
  return (["ec-p256", "rsa-2048"] as const).find(isFrom);
}

const nothing = new Uint8Array(0);

function withoutUnique(key: TpmtPublic): TpmtPublic {
  if (key.type === TPM_ALG.ECC) return { ...key, unique: { x: nothing, y: nothing } };
  // A TPM may answer the usual exponent in full where the template says 0.
  if (key.type === TPM_ALG.RSA) return { ...key, exponent: key.exponent === 65537 ? 0 : key.exponent, unique: nothing };
  return { ...key, unique: nothing };
}
