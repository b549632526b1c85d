import { fromHex } from "../../base/bytes/bytes.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../spec/tpma-object.ts";
import { AES_128_CFB } from "../structures/tpmt-sym-def-object.ts";
import type { RsaPublic } from "../structures/tpmt-public.ts";

/** PolicyA: PolicySecret(TPM_RH_ENDORSEMENT) over SHA-256 (TCG EK Credential Profile 2.5, clause B.6.2). */
const policyA = fromHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

/**
 * Template L-1: RSA 2048 (TCG EK Credential Profile 2.5, clause B.3.3), with a `unique` of 256 zero bytes. The makers' EK certificates
 * are for this key; tpm2_createek, the C# SDK and IoT Edge make it too.
 */
export const endorsementKeyTcgL1: RsaPublic = {
  type: TPM_ALG.RSA,
  nameAlg: TPM_ALG.SHA256,
  objectAttributes:
    TPMA_OBJECT.fixedTPM |
    TPMA_OBJECT.fixedParent |
    TPMA_OBJECT.sensitiveDataOrigin |
    TPMA_OBJECT.adminWithPolicy |
    TPMA_OBJECT.restricted |
    TPMA_OBJECT.decrypt,
  authPolicy: policyA,
  symmetric: AES_128_CFB,
  scheme: undefined,
  keyBits: 2048,
  exponent: 0,
  unique: new Uint8Array(256),
};
