import { fromHex } from "../../base/bytes/bytes.ts";
import { TPM_ALG, TPM_ECC } from "../spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../spec/tpma-object.ts";
import { AES_128_CFB, type TpmtSymDefObject } from "../structures/tpmt-sym-def-object.ts";
import type { EccPublic, RsaPublic, TpmtPublic } from "../structures/tpmt-public.ts";
import { endorsementKeyTcgL1 } from "./endorsement-key-tcg-l1.ts";

/** PolicyB by name algorithm (TCG EK Credential Profile 2.5, clause B.6.3): PolicyOR of PolicyA and a policy kept in NV. */
const policyB = {
  sha256: fromHex("ca3d0a99a2b93906f7a3342414efcfb3a385d44cd1fd459089d19b5071c0b7a0"),
  sha384: fromHex("b26e7d28d11a50bc53d882bcf5fd3a1a074148bb35d3b4e4cb1c0ad9bde419cacb47ba09699646150f9fc000f3f80e12"),
  sha512: fromHex(
    "b8221ca69e8550a4914de3faa6a18c072cc01208073a928d5d66d59ef79e49a429c41a6b269571d57edb25fbdb1838425608b413cd616a5f6db5b6071af99bea",
  ),
  sm3: fromHex("167860a35f2c5c3567f9c927ac56c032f3b3a6462f8d037998e7a10f77fa454a"),
} as const;

/** The policies of the high range, to tell its keys by. */
export const highRangePolicies: readonly Uint8Array[] = Object.values(policyB);

/** What name algorithm, policy and cipher go together in the high range. */
interface Strength {
  readonly nameAlg: number;
  readonly authPolicy: Uint8Array;
  readonly symmetric: TpmtSymDefObject;
}

const aes256Cfb = { algorithm: TPM_ALG.AES, keyBits: 256, mode: TPM_ALG.CFB } as const;
const sm4Cfb = { algorithm: TPM_ALG.SM4, keyBits: 128, mode: TPM_ALG.CFB } as const;
const strength = {
  sha256: { nameAlg: TPM_ALG.SHA256, authPolicy: policyB.sha256, symmetric: AES_128_CFB },
  sha384: { nameAlg: TPM_ALG.SHA384, authPolicy: policyB.sha384, symmetric: aes256Cfb },
  sha512: { nameAlg: TPM_ALG.SHA512, authPolicy: policyB.sha512, symmetric: aes256Cfb },
  sm3: { nameAlg: TPM_ALG.SM3_256, authPolicy: policyB.sm3, symmetric: sm4Cfb },
} as const;

const highRangeAttributes = endorsementKeyTcgL1.objectAttributes | TPMA_OBJECT.userWithAuth;

const highRangeRsa = (keyBits: number, strong: Strength): RsaPublic => ({
  ...endorsementKeyTcgL1,
  ...strong,
  objectAttributes: highRangeAttributes,
  keyBits,
  unique: new Uint8Array(0),
});

const highRangeEcc = (curveId: number, strong: Strength): EccPublic => ({
  ...strong,
  type: TPM_ALG.ECC,
  objectAttributes: highRangeAttributes,
  scheme: undefined,
  kdf: undefined,
  curveId,
  unique: { x: new Uint8Array(0), y: new Uint8Array(0) },
});

/** Template L-2: P-256 with a `unique` of two times 32 zero bytes (clause B.3.4). */
const lowRangeEcc: EccPublic = {
  ...highRangeEcc(TPM_ECC.NIST_P256, strength.sha256),
  objectAttributes: endorsementKeyTcgL1.objectAttributes,
  authPolicy: endorsementKeyTcgL1.authPolicy,
  unique: { x: new Uint8Array(32), y: new Uint8Array(32) },
};

export interface NamedTemplate {
  /** As the profile names it. */
  readonly name: string;
  readonly template: TpmtPublic;
}

/** Templates of endorsement keys by the NV index of their certificate (TCG EK Credential Profile 2.5, clauses B.3 and B.4). */
export const endorsementKeyTemplates: ReadonlyMap<number, NamedTemplate> = new Map([
  [0x01c00002, { name: "L-1", template: endorsementKeyTcgL1 }],
  [0x01c0000a, { name: "L-2", template: lowRangeEcc }],
  [0x01c00012, { name: "H-1", template: highRangeRsa(2048, strength.sha256) }],
  [0x01c00014, { name: "H-2", template: highRangeEcc(TPM_ECC.NIST_P256, strength.sha256) }],
  [0x01c00016, { name: "H-3", template: highRangeEcc(TPM_ECC.NIST_P384, strength.sha384) }],
  [0x01c00018, { name: "H-4", template: highRangeEcc(TPM_ECC.NIST_P521, strength.sha512) }],
  [0x01c0001a, { name: "H-5", template: highRangeEcc(TPM_ECC.SM2_P256, strength.sm3) }],
  [0x01c0001c, { name: "H-6", template: highRangeRsa(3072, strength.sha384) }],
  [0x01c0001e, { name: "H-7", template: highRangeRsa(4096, strength.sha384) }],
]);
