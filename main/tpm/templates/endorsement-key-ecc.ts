import { fromHex } from "../../base/bytes/bytes.ts";
import { TPM_ALG, TPM_ECC } from "../spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../spec/tpma-object.ts";
import { AES_128_CFB } from "../structures/tpmt-sym-def-object.ts";
import type { EccPublic } from "../structures/tpmt-public.ts";
import { endorsementKeyTcgL1 } from "./endorsement-key-tcg-l1.ts";

/** PolicyB over SHA-256, SHA-384 and SHA-512 (TCG EK Credential Profile 2.5, clause B.6.3): PolicyOR of PolicyA and a policy kept in NV. */
const policyB = {
  sha256: fromHex("ca3d0a99a2b93906f7a3342414efcfb3a385d44cd1fd459089d19b5071c0b7a0"),
  sha384: fromHex("b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419cacb47ba09699646150f9fc000f3f80e12"),
  sha512: fromHex(
    "b8221ca69e8550a4914de3faa6a18c072cc01208073a928d5d66d59ef79e49a429c41a6b269571d57edb25fbdb1838425608b413cd616a5f6db5b6071af99bea",
  ),
} as const;

/** The policies of the high range, to tell its keys by. */
export const highRangePolicies: readonly Uint8Array[] = Object.values(policyB);

const aes256Cfb = { algorithm: TPM_ALG.AES, keyBits: 256, mode: TPM_ALG.CFB } as const;

const common = { type: TPM_ALG.ECC, scheme: undefined, kdf: undefined } as const;
const highRange = {
  ...common,
  objectAttributes: endorsementKeyTcgL1.objectAttributes | TPMA_OBJECT.userWithAuth,
  unique: { x: new Uint8Array(0), y: new Uint8Array(0) },
} as const;

/**
 * Templates of ECC endorsement keys (TCG EK Credential Profile 2.5, clauses B.3.4 and B.4), by the NV index of their certificate. Making
 * such a key takes milliseconds to a second, where RSA takes seconds to a minute.
 */
export const eccEndorsementKeys: ReadonlyMap<number, { readonly name: string; readonly template: EccPublic }> = new Map(
  [
    [
      0x01c0000a,
      {
        name: "L-2",
        template: {
          ...common,
          nameAlg: TPM_ALG.SHA256,
          objectAttributes: endorsementKeyTcgL1.objectAttributes,
          authPolicy: endorsementKeyTcgL1.authPolicy,
          symmetric: AES_128_CFB,
          curveId: TPM_ECC.NIST_P256,
          unique: { x: new Uint8Array(32), y: new Uint8Array(32) },
        },
      },
    ],
    [
      0x01c00014,
      {
        name: "H-2",
        template: {
          ...highRange,
          nameAlg: TPM_ALG.SHA256,
          authPolicy: policyB.sha256,
          symmetric: AES_128_CFB,
          curveId: TPM_ECC.NIST_P256,
        },
      },
    ],
    [
      0x01c00016,
      {
        name: "H-3",
        template: {
          ...highRange,
          nameAlg: TPM_ALG.SHA384,
          authPolicy: policyB.sha384,
          symmetric: aes256Cfb,
          curveId: TPM_ECC.NIST_P384,
        },
      },
    ],
    [
      0x01c00018,
      {
        name: "H-4",
        template: {
          ...highRange,
          nameAlg: TPM_ALG.SHA512,
          authPolicy: policyB.sha512,
          symmetric: aes256Cfb,
          curveId: TPM_ECC.NIST_P521,
        },
      },
    ],
  ],
);
