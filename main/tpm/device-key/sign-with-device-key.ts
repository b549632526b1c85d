import { createHash } from "node:crypto";
import { derElement } from "../../base/bytes/der.ts";
import { concatBytes } from "../../base/bytes/bytes.ts";
import { sign } from "../commands/sign.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { TPM_ST } from "../spec/tpm-st.ts";
import { EMPTY_PASSWORD } from "../structures/tpms-auth-command.ts";
import type { TpmtSignature } from "../structures/tpmt-signature.ts";
import type { TpmtPublic } from "../structures/tpmt-public.ts";
import { tpmErrors } from "../tpm-errors.ts";
import type { Tpm } from "../wire/tpm.ts";

/** A key in a persistent slot, both where it is and what it is. */
export interface KeyInTpm {
  readonly handle: number;
  readonly publicArea: TpmtPublic;
}

/** No proof of hashing: an unrestricted key signs any digest (TPM 2.0 Part 2, clause 10.7.6, the NULL ticket). */
const noTicket = { tag: TPM_ST.HASHCHECK, hierarchy: TPM_RH.NULL, digest: new Uint8Array(0) } as const;

/** Signature over SHA-256 of `message`, hashed here: ECDSA as ASN.1 DER, RSA as PKCS #1 v1.5. */
export async function signWithDeviceKey(
  tpm: Tpm,
  { handle, publicArea }: KeyInTpm,
  message: Uint8Array,
  signal?: AbortSignal,
): Promise<Uint8Array> {
  const scheme = publicArea.type === TPM_ALG.ECC ? TPM_ALG.ECDSA : TPM_ALG.RSASSA;
  const request = {
    keyHandle: handle,
    digest: new Uint8Array(createHash("sha256").update(message).digest()),
    inScheme: { scheme, hashAlg: TPM_ALG.SHA256 },
    validation: noTicket,
  };
  const { signature } = await tpm.run(sign, request, { authorizations: [EMPTY_PASSWORD], signal });
  if (signature.sigAlg !== scheme || signature.hashAlg !== TPM_ALG.SHA256) {
    throw tpmErrors.malformed("Sign: a signature of another scheme than was asked for");
  }
  return encodeSignature(signature);
}

/** As TLS and X.509 have it: the RSA octets as they are, ECDSA as Ecdsa-Sig-Value (RFC 3279, clause 2.2.3). */
export function encodeSignature(signature: TpmtSignature): Uint8Array {
  if (signature.sigAlg === TPM_ALG.RSASSA) return signature.signature;
  return derElement(0x30, concatBytes(derInteger(signature.r), derInteger(signature.s)));
}

/** An unsigned big-endian integer in the shortest form; a leading zero byte where it would read as negative. */
function derInteger(bytes: Uint8Array): Uint8Array {
  const firstDigit = bytes.findIndex((byte) => byte !== 0);
  const digits = firstDigit === -1 ? Uint8Array.of(0) : bytes.subarray(firstDigit);
  return derElement(0x02, (digits[0] ?? 0) >= 0x80 ? concatBytes(Uint8Array.of(0), digits) : digits);
}
