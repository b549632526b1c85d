import { TPM_ALG, TPM_ECC } from "../spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../spec/tpma-object.ts";
import { AES_128_CFB } from "../structures/tpmt-sym-def-object.ts";
import type { EccPublic, RsaPublic } from "../structures/tpmt-public.ts";

const common = {
  nameAlg: TPM_ALG.SHA256,
  objectAttributes:
    TPMA_OBJECT.fixedTPM |
    TPMA_OBJECT.fixedParent |
    TPMA_OBJECT.sensitiveDataOrigin |
    TPMA_OBJECT.userWithAuth |
    TPMA_OBJECT.noDA |
    TPMA_OBJECT.restricted |
    TPMA_OBJECT.decrypt,
  authPolicy: new Uint8Array(0),
  symmetric: AES_128_CFB,
  scheme: undefined,
} as const;

/** RSA 2048 storage root key (TCG TPM v2.0 Provisioning Guidance, clause 7.5.1), as every DPS SDK makes it at 0x81000001. */
export const storageRootKey: RsaPublic = {
  ...common,
  type: TPM_ALG.RSA,
  keyBits: 2048,
  exponent: 0,
  unique: new Uint8Array(0),
};

/** The same as a NIST P-256 key: made in milliseconds where RSA takes seconds, so it serves as a passing activation object. */
export const storagePrimaryEcc: EccPublic = {
  ...common,
  type: TPM_ALG.ECC,
  curveId: TPM_ECC.NIST_P256,
  kdf: undefined,
  unique: { x: new Uint8Array(0), y: new Uint8Array(0) },
};
