import { toHex } from "../../../base/bytes/bytes.ts";
import { TPM_ALG, TPM_ECC } from "../../spec/tpm-alg.ts";
import { TPMA_OBJECT } from "../../spec/tpma-object.ts";
import { encodeTpm2bPublic } from "../../structures/tpm2b-public.ts";
import type { EccPublic, TpmtPublic } from "../../structures/tpmt-public.ts";
import { highRangePolicies } from "../../templates/endorsement-key-templates.ts";
import { endorsementKeyTcgL1 } from "../../templates/endorsement-key-tcg-l1.ts";
import { storageRootKey } from "../../templates/storage-root-key.ts";
import { templateDifference } from "../template-difference.ts";
import { type EndorsementKeyForm, type Finding, unusable, withKey } from "./examination.ts";

export interface StructureAsRead {
  readonly form: EndorsementKeyForm;
  /** How the structure came, e.g. `A TPM2B_PUBLIC`. */
  readonly what: string;
  /** What is wrong with how it came; null if nothing is. */
  readonly wrong: string | null;
}

/** Judges a public area every field of which was read: the standard EK is exact, every other key is named and refused. */
export function judgePublicArea(key: TpmtPublic, { form, what, wrong }: StructureAsRead): Finding {
  if (key.type === TPM_ALG.ECC) {
    return unusable("ecc-key", `${what} of ${describeEcc(key)}.`, "DPS takes RSA 2048 endorsement keys only.");
  }
  const difference = templateDifference(key);
  if (difference !== "") {
    return unusable(
      "other-tpm-key",
      `${what}, but of ${kindOf(key)}.`,
      `It differs from the EK template: ${difference}.`,
    );
  }
  const sentence = `${what} of an RSA 2048 endorsement key with the standard template (TCG L-1).`;
  return withKey({ form, what: sentence, wrong, publicArea: encodeTpm2bPublic(key), certainty: "exact" });
}

const curves: Readonly<Record<number, string>> = {
  [TPM_ECC.NIST_P256]: "P-256",
  [TPM_ECC.NIST_P384]: "P-384",
  [TPM_ECC.NIST_P521]: "P-521",
};

const describeEcc = ({ curveId, objectAttributes }: EccPublic): string =>
  `${isEndorsementLike(objectAttributes) ? "an ECC endorsement key" : "an ECC key"} on curve ${curves[curveId] ?? `0x${curveId.toString(16)}`}`;

const isEndorsementLike = (attributes: number): boolean =>
  (attributes & TPMA_OBJECT.adminWithPolicy) !== 0 && (attributes & TPMA_OBJECT.decrypt) !== 0;

const policiesB: ReadonlySet<string> = new Set(highRangePolicies.map(toHex));

/** A name for a key that is no standard EK, by what it may be used for. */
function kindOf(key: TpmtPublic): string {
  const { objectAttributes: attributes, authPolicy } = key;
  const has = (flag: number): boolean => (attributes & flag) !== 0;
  if (attributes === storageRootKey.objectAttributes) return "a storage root key (SRK), not the endorsement key";
  if (policiesB.has(toHex(authPolicy))) return "a high-range endorsement key, which DPS clients do not use";
  if (has(TPMA_OBJECT.restricted) && has(TPMA_OBJECT.sign)) return "an attestation key (AK), not the endorsement key";
  if (has(TPMA_OBJECT.sign)) return "a signing key, not the endorsement key";
  if (attributes === endorsementKeyTcgL1.objectAttributes) return "an endorsement key with another template";
  return isEndorsementLike(attributes) ? "an endorsement key with another template" : "another key of the TPM";
}
