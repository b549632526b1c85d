import { encodeTpm2bPublic } from "../../structures/tpm2b-public.ts";
import { endorsementKeyTcgL1 } from "../../templates/endorsement-key-tcg-l1.ts";
import { type EndorsementKeyForm, type Finding, unusable, withKey } from "./examination.ts";

/** An RSA public key as DER, text or a certificate gives it: big-endian, without leading zeros. */
export interface RsaNumbers {
  readonly modulus: Uint8Array;
  readonly exponent: Uint8Array;
}

/** The TPM2B_PUBLIC of a modulus under template L-1: all but the modulus is constant. */
export const rebuildEndorsementKey = (modulus: Uint8Array): Uint8Array =>
  encodeTpm2bPublic({ ...endorsementKeyTcgL1, unique: modulus });

export function withoutLeadingZeros(number: Uint8Array): Uint8Array {
  const start = number.findIndex((byte) => byte !== 0);
  return start === -1 ? new Uint8Array(0) : number.slice(start);
}

const usualExponent = "010001";

/** What becomes of an RSA public key that says nothing of the template its TPM made it by. */
export function assumeStandardTemplate(
  form: EndorsementKeyForm,
  what: string,
  { modulus, exponent }: RsaNumbers,
): Finding {
  if (modulus.length !== 256) {
    return unusable(form, what, `DPS takes RSA keys of 2048 bits, this has ${modulus.length * 8}.`);
  }
  if (Buffer.from(exponent).toString("hex") !== usualExponent) {
    return unusable(form, what, "Its public exponent is not 65537, so it is no key of the standard EK template.");
  }
  const wrong =
    "DPS wants the TPM's own structure, which holds more than the bare key: the conversion assumes the standard EK template (TCG L-1) " +
    "and is wrong for a key made by any other.";
  return withKey({
    form,
    what,
    wrong,
    publicArea: rebuildEndorsementKey(modulus),
    certainty: "assumes-standard-template",
  });
}
