import { TPM_ALG, TPM_ECC } from "../spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../spec/tpma-object.ts";
import type { EccPublic, RsaPublic } from "../structures/tpmt-public.ts";

/**
 * A key that signs and does nothing else, born in this TPM and bound to it; its password is empty, as the device has nowhere better
 * to keep one. Not restricted, so that it signs what TLS gives it, and without a scheme of its own: TLS 1.3 asks RSA keys for PSS,
 * TLS 1.2 for PKCS #1 v1.5, and a key with a scheme could do only one of them. docs/recipes.md gives it in tpm2-tools' words.
 */
const common = {
  nameAlg: TPM_ALG.SHA256,
  objectAttributes:
    TPMA_OBJECT.fixedTPM |
    TPMA_OBJECT.fixedParent |
    TPMA_OBJECT.sensitiveDataOrigin |
    TPMA_OBJECT.userWithAuth |
    TPMA_OBJECT.noDA |
    TPMA_OBJECT.sign,
  authPolicy: new Uint8Array(0),
  symmetric: undefined,
  scheme: undefined,
} as const;

const ecP256: EccPublic = {
  ...common,
  type: TPM_ALG.ECC,
  curveId: TPM_ECC.NIST_P256,
  kdf: undefined,
  unique: { x: new Uint8Array(0), y: new Uint8Array(0) },
};

const rsa2048: RsaPublic = {
  ...common,
  type: TPM_ALG.RSA,
  keyBits: 2048,
  exponent: 0,
  unique: new Uint8Array(0),
};

export const deviceKeyTemplates = { "ec-p256": ecP256, "rsa-2048": rsa2048 } as const;

export type TpmKeyAlgorithm = keyof typeof deviceKeyTemplates;
