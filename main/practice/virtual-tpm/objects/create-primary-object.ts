import { createHash, createHmac } from "node:crypto";
import { TPM_RC_FMT1 } from "../../../tpm/spec/tpm-rc.ts";
import { TPMA_OBJECT } from "../../../tpm/spec/tpma-object.ts";
import { DerivedStream } from "../keys/derived-stream.ts";
import { deriveEccKey } from "../keys/ecc-key.ts";
import { deriveRsaKey } from "../keys/rsa-key.ts";
import { failure } from "../wire/tpm-failure.ts";
import { encodePublicArea, hashOf, type PublicArea, typeOf } from "./public-area.ts";
import { digestLength } from "./recover-seed.ts";
import { bindObject, handleName, keyedHashDigest, type TpmObject } from "./tpm-object.ts";

/** What a primary key is made from. The same input is always the same key. */
export interface PrimaryInput {
  /** TPM_RH. */
  readonly hierarchy: number;
  readonly hierarchySeed: Uint8Array;
  /** TPMT_PUBLIC as the caller gave it, `unique` included: another `unique` is another key (the template trap). */
  readonly template: PublicArea;
  readonly authValue: Uint8Array;
  /** TPMS_SENSITIVE_CREATE.data. */
  readonly data: Uint8Array;
}

/** The digest that stands for everything the key follows from, apart from the seed. */
const primaryContext = ({ template, data }: PrimaryInput): Uint8Array =>
  new Uint8Array(createHash("sha256").update(encodePublicArea(template)).update(data).digest());

/** Derives a primary key (TPM 2.0 Part 1, clause 27.2.3); `template` must have been checked. */
export async function createPrimaryObject(input: PrimaryInput): Promise<TpmObject> {
  const { template, hierarchySeed, authValue, data } = input;
  const context = primaryContext(input);
  const stream = (purpose: string): DerivedStream => new DerivedStream(hierarchySeed, purpose, context);
  const hash = hashOf(template);
  const seedValue = needsSeed(template) ? stream("SEED VALUE").next(digestLength(hash)) : new Uint8Array();
  const bind = (publicArea: PublicArea, secret: Uint8Array): TpmObject =>
    bindObject(
      publicArea,
      { type: typeOf(template), authValue, seedValue, secret },
      { hierarchy: input.hierarchy, parentQualifiedName: handleName(input.hierarchy) },
    );
  switch (template.type) {
    case "rsa": {
      if (![0, 65537].includes(template.exponent)) throw failure(TPM_RC_FMT1.RANGE);
      const { modulus, prime } = await deriveRsaKey(stream("FIRST PRIME"), stream("SECOND PRIME"));
      return bind({ ...template, modulus }, prime);
    }
    case "ecc": {
      const { x, y, d } = deriveEccKey(stream("ECC KEY"));
      return bind({ ...template, x, y }, d);
    }
    default: {
      const secret = data.length > 0 ? data : stream("KEYED HASH").next(digestLength(hash));
      const digest = keyedHashDigest(hash, { type: typeOf(template), authValue, seedValue, secret });
      return bind({ ...template, digest }, secret);
    }
  }
}

/** Consistency of a creation template (Part 3, clause 24.1 and Part 2, clause 8.3.3); TPM_RC_ATTRIBUTES and others. */
export function checkTemplate(template: PublicArea, data: Uint8Array): void {
  const has = (attribute: number): boolean => (template.attributes & attribute) !== 0;
  const policyLength = template.authPolicy.length;
  if (policyLength > 0 && policyLength !== digestLength(hashOf(template))) throw failure(TPM_RC_FMT1.SIZE);
  if (has(TPMA_OBJECT.fixedTPM) !== has(TPMA_OBJECT.fixedParent)) throw failure(TPM_RC_FMT1.ATTRIBUTES);
  const isKeyedHash = template.type === "keyed-hash";
  if (!isKeyedHash && !has(TPMA_OBJECT.sensitiveDataOrigin)) throw failure(TPM_RC_FMT1.ATTRIBUTES);
  if (isKeyedHash && has(TPMA_OBJECT.sensitiveDataOrigin) !== (data.length === 0)) {
    throw failure(TPM_RC_FMT1.ATTRIBUTES);
  }
  const both = has(TPMA_OBJECT.sign) && has(TPMA_OBJECT.decrypt);
  if (has(TPMA_OBJECT.restricted) && both) throw failure(TPM_RC_FMT1.ATTRIBUTES);
  if (template.type === "keyed-hash") return;
  const isParent = has(TPMA_OBJECT.restricted) && has(TPMA_OBJECT.decrypt);
  if (isParent !== (template.symmetric !== undefined)) throw failure(TPM_RC_FMT1.SYMMETRIC);
}

/** Storage keys and keyed hashes keep a seed value; plain asymmetric keys do not. */
const needsSeed = (template: PublicArea): boolean => template.type === "keyed-hash" || template.symmetric !== undefined;

/** Stands for the whole input, seed included, without showing it: the key of the instance's cache. */
export const primaryCacheKey = (input: PrimaryInput): string =>
  createHmac("sha256", input.hierarchySeed)
    .update(handleName(input.hierarchy))
    .update(primaryContext(input))
    .update(input.authValue)
    .digest("hex");
