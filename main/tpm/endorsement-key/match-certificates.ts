import { listPersistentKeys, type PersistentKey } from "../persistent/list-persistent-keys.ts";
import type { Tpm } from "../wire/tpm.ts";
import { type CertificateKey, findCertificateKey } from "./find-certificate-key.ts";
import type { StoredCertificate } from "./read-endorsement-certificates.ts";
import type { EndorsementKeyReading } from "./read-endorsement-key.ts";

/** An EK certificate in NV with the key of this TPM that it is for. */
export interface MatchedCertificate extends StoredCertificate {
  readonly key: CertificateKey;
}

export interface MatchOptions {
  /** `when-needed`: an RSA key is derived only if no certificate is for the endorsement key itself. */
  readonly deriveRsa: "always" | "when-needed";
  /** If they were listed already. */
  readonly persistent?: readonly PersistentKey[] | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** Finds the key of every EK certificate in the TPM; asks the TPM nothing if all are for the endorsement key. */
export async function matchCertificates(
  tpm: Tpm,
  { certificates }: EndorsementKeyReading,
  { deriveRsa, persistent, signal }: MatchOptions,
): Promise<readonly MatchedCertificate[]> {
  if (certificates.every(({ matches }) => matches)) return certificates.map((each) => own(each));
  const kept = persistent ?? (await listPersistentKeys(tpm, signal));
  const search = {
    persistent: kept,
    deriveRsa: deriveRsa === "always" || !certificates.some(({ matches }) => matches),
    signal,
  };
  const matched: MatchedCertificate[] = [];
  for (const each of certificates) {
    const { nvIndex, der } = each;
    matched.push(each.matches ? own(each) : { nvIndex, der, key: await findCertificateKey(tpm, each, search) });
  }
  return matched;
}

const own = ({ nvIndex, der }: StoredCertificate): MatchedCertificate => ({
  nvIndex,
  der,
  key: { of: "endorsement-key" },
});
