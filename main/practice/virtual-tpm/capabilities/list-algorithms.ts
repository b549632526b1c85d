import { TPM_ALG } from "../../../tpm/spec/tpm-alg.ts";
import type { ListCapability } from "./capability.ts";

/** TPMA_ALGORITHM (TPM 2.0 Part 2, clause 8.2). */
const asymmetric = 1 << 0;
const symmetric = 1 << 1;
const hash = 1 << 2;
const object = 1 << 3;
const signing = 1 << 8;
const encrypting = 1 << 9;
const method = 1 << 10;

const algorithms: readonly (readonly [number, number])[] = [
  [TPM_ALG.RSA, asymmetric | object],
  [TPM_ALG.SHA1, hash],
  [TPM_ALG.HMAC, hash | signing],
  [TPM_ALG.AES, symmetric],
  [TPM_ALG.KEYEDHASH, hash | object | signing | encrypting],
  [TPM_ALG.SHA256, hash],
  [TPM_ALG.SHA384, hash],
  [TPM_ALG.SHA512, hash],
  [TPM_ALG.RSASSA, asymmetric | signing],
  [TPM_ALG.OAEP, asymmetric | encrypting],
  [TPM_ALG.ECDSA, asymmetric | signing | method],
  [TPM_ALG.ECDH, asymmetric | method],
  [TPM_ALG.KDF1_SP800_108, hash | method],
  [TPM_ALG.ECC, asymmetric | object],
  [TPM_ALG.CFB, symmetric | encrypting],
];

/** TPM_CAP_ALGS: TPMS_ALG_PROPERTY (Part 2, clause 10.8.1). */
export const listAlgorithms: ListCapability = () =>
  algorithms.map(([property, attributes]) => ({ property, write: (writer) => writer.u16(property).u32(attributes) }));
