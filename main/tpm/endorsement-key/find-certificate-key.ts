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
  /** `tried` names what was compared, for the engineer. */
  | { readonly of: "no-key"; readonly tried: string };

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
  if (known === undefined) return { of: "no-key", tried: "the persistent keys" };
  const { name, template } = known;
  if (template.type === TPM_ALG.RSA && !deriveRsa)
    return {
      of: "no-key",
      tried: `the persistent keys; not with the key of template ${name}, an RSA key not made now`,
    };
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
