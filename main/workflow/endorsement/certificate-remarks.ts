import { type Remark, remarksOf } from "../../base/remark.ts";
import type { CertificateKey, ComparedKeys } from "../../tpm/endorsement-key/find-certificate-key.ts";

/** Codes never change their meaning: they are on record. renderer/locales says each in every language. */
const keyWords = {
  "endorsement-key": () => "the endorsement key that DPS clients use",
  "persistent-key": (handle: string) => `the key at ${handle}`,
  "derived-key": (template: string) => `the key of template ${template}, derived`,
  "no-key": () => "no key of this TPM",
} as const;

const mismatchWords = {
  "other-than-persistent": () => "its key is none of this TPM's: compared with the persistent keys",
  "other-than-derived": (template: string) =>
    `its key is none of this TPM's: compared with the persistent keys and the key of template ${template}`,
  "other-than-rsa": (template: string) =>
    `its key is none of this TPM's: compared with the persistent keys; not with the key of template ${template}, an RSA key not made now`,
  "other-than-refused": (template: string) =>
    `its key is none of this TPM's: compared with the persistent keys; the TPM refuses template ${template}`,
} as const;

export const certificateKeyCodes = Object.keys(keyWords);
export const certificateMismatchCodes = Object.keys(mismatchWords);

const keyRemark = remarksOf(keyWords);
const mismatchRemark = remarksOf(mismatchWords);

/** Whose key a certificate holds. */
export function remarkOnKey(key: CertificateKey): Remark {
  switch (key.of) {
    case "endorsement-key":
    case "no-key":
      return keyRemark(key.of);
    case "persistent-key":
      return keyRemark(key.of, handleText(key.handle));
    case "derived-key":
      return keyRemark(key.of, key.template);
  }
}

/** Why a certificate's key was not found in the TPM. */
export function remarkOnMismatch(compared: ComparedKeys): Remark {
  switch (compared.with) {
    case "persistent-keys":
      return mismatchRemark("other-than-persistent");
    case "derived-key":
      return mismatchRemark("other-than-derived", compared.template);
    case "no-rsa-key":
      return mismatchRemark("other-than-rsa", compared.template);
    case "no-such-key":
      return mismatchRemark("other-than-refused", compared.template);
  }
}

/** `0x01c00002`. */
export const handleText = (handle: number): string => `0x${handle.toString(16).padStart(8, "0")}`;
