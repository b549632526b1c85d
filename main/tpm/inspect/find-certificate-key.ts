import { certificateHoldsKey } from "../endorsement-key/certificate-key.ts";
import { derivePrimaryKey } from "../endorsement-key/derive-primary-key.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { eccEndorsementKeys } from "../templates/endorsement-key-ecc.ts";
import { responseCodeOf } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";
import { withTransients } from "../with-transients.ts";
import type { PersistentKey } from "./list-persistent-keys.ts";

/** Whose key a certificate in NV holds, as far as that can be found out without making an RSA key. */
export type CertificateKey =
  | { readonly of: "endorsement-key" }
  | { readonly of: "persistent-key"; readonly handle: number }
  | { readonly of: "derived-key"; readonly template: string }
  /** `tried` names what was compared, for the engineer. */
  | { readonly of: "no-key"; readonly tried: string };

interface StoredCertificate {
  readonly nvIndex: number;
  readonly der: Uint8Array;
}

/** Compares with the persistent keys, then with the ECC key that the template of the certificate's NV index gives. */
export async function findCertificateKey(
  tpm: Tpm,
  { nvIndex, der }: StoredCertificate,
  persistent: readonly PersistentKey[],
  signal?: AbortSignal,
): Promise<CertificateKey> {
  const kept = persistent.find(({ publicArea }) => publicArea !== undefined && certificateHoldsKey(der, publicArea));
  if (kept !== undefined) return { of: "persistent-key", handle: kept.handle };
  const known = eccEndorsementKeys.get(nvIndex);
  if (known === undefined) return { of: "no-key", tried: "the persistent keys and the RSA templates of the low range" };
  const { name, template } = known;
  try {
    const holds = await withTransients(tpm, async (keep) => {
      const primary = await derivePrimaryKey(tpm, TPM_RH.ENDORSEMENT, template, signal);
      keep(primary.handle);
      return certificateHoldsKey(der, primary.publicArea);
    });
    if (holds) return { of: "derived-key", template: name };
    return { of: "no-key", tried: `the persistent keys and the key of template ${name}` };
  } catch (error) {
    if (responseCodeOf(error) === undefined) throw error;
    return { of: "no-key", tried: `the persistent keys; the TPM refuses template ${name}` };
  }
}
