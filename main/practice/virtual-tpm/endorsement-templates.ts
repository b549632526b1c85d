import { TPM_ALG } from "../../tpm/spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../../tpm/spec/tpma-object.ts";
import { fromHex } from "../../base/bytes/bytes.ts";
import type { RsaPublicArea } from "./objects/public-area.ts";

/** PolicySecret of the endorsement hierarchy (TCG EK Credential Profile, appendix B.3.3). */
const policyA = fromHex("837197674484b3f81a90cc8d46a5d724fd52d76e06520b64f2a1da1b331469aa");

/** Template L-1 (appendix B.3.3): `unique` is 256 zero bytes. */
export const endorsementTemplateL1: RsaPublicArea = {
  type: "rsa",
  nameAlg: TPM_ALG.SHA256,
  attributes:
    TPMA_OBJECT.fixedTPM |
    TPMA_OBJECT.fixedParent |
    TPMA_OBJECT.sensitiveDataOrigin |
    TPMA_OBJECT.adminWithPolicy |
    TPMA_OBJECT.restricted |
    TPMA_OBJECT.decrypt,
  authPolicy: policyA,
  symmetric: { keyBits: 128 },
  scheme: { algorithm: TPM_ALG.NULL, hash: undefined },
  keyBits: 2048,
  exponent: 0,
  modulus: new Uint8Array(256),
};

/** The same with an empty `unique`, as some SDKs create it: another key, which no certificate matches. */
export const endorsementTemplateEmptyUnique: RsaPublicArea = { ...endorsementTemplateL1, modulus: new Uint8Array() };
