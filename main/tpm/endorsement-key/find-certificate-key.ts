import { derivePrimaryKey } from "./derive-primary-key.ts";
import type { PersistentKey } from "../persistent/list-persistent-keys.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { endorsementKeyTemplates } from "../templates/endorsement-key-templates.ts";
import { responseCodeOf } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";
import { withTransients } from "../with-transients.ts";
import { certificateHoldsKey } from "./certificate-key.ts";
import type { StoredCertificate } from "./read-endorsement-certificates.ts";

/** Whose key a certificate in NV holds. */
export type CertificateKey =
  | { readonly of: "endorsement-key" }
  | { readonly of: "persistent-key"; readonly handle: number }
  | { readonly of: "derived-key"; readonly template: string }
  | { readonly of: "no-key"; readonly compared: ComparedKeys };

/**
 * What a certificate was compared with besides the persistent keys: nothing, as its NV index has no template; the key of its template; not that
 * one, as an RSA key takes long; not that one, as the TPM refuses it.
 */
export type ComparedKeys =
  | { readonly with: "persistent-keys" }
  | { readonly with: "derived-key" | "no-rsa-key" | "no-such-key"; readonly template: string };

export interface CertificateKeySearch {
  readonly persistent: readonly PersistentKey[];
  /** Whether RSA keys are derived too, which takes a chip seconds to a minute. */
  readonly deriveRsa: boolean;
  readonly signal?: AbortSignal | undefined;
}

/** Compares with the persistent keys, then with the key that the template of the certificate's NV index gives. Keeps nothing in the TPM. */
export async function findCertificateKey(
  tpm: Tpm,
  { nvIndex, der }: StoredCertificate,
  { persistent, deriveRsa, signal }: CertificateKeySearch,
): Promise<CertificateKey> {
  const kept = persistent.find(({ publicArea }) => publicArea !== undefined && certificateHoldsKey(der, publicArea));
  if (kept !== undefined) return { of: "persistent-key", handle: kept.handle };
  const known = endorsementKeyTemplates.get(nvIndex);
  if (known === undefined) return { of: "no-key", compared: { with: "persistent-keys" } };
  const { name, template } = known;
  if (template.type === TPM_ALG.RSA && !deriveRsa)
    return { of: "no-key", compared: { with: "no-rsa-key", template: name } };
  try {
    const holds = await withTransients(tpm, async (keep) => {
      const primary = await derivePrimaryKey(tpm, TPM_RH.ENDORSEMENT, template, signal);
      keep(primary.handle);
      return certificateHoldsKey(der, primary.publicArea);
    });
    if (holds) return { of: "derived-key", template: name };
    return { of: "no-key", compared: { with: "derived-key", template: name } };
  } catch (error) {
    if (responseCodeOf(error) === undefined) throw error;
    return { of: "no-key", compared: { with: "no-such-key", template: name } };
  }
}
