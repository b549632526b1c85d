import { type EndorsementKeyReading, readEndorsementKey } from "../endorsement-key/read-endorsement-key.ts";
import { readTpmFacts, type TpmFacts } from "../read-tpm-facts.ts";
import type { Tpm } from "../wire/tpm.ts";
import { type CertificateKey, findCertificateKey } from "./find-certificate-key.ts";
import { listPersistentKeys, type PersistentKey } from "./list-persistent-keys.ts";
import { readChainCertificates } from "./read-chain-certificates.ts";

export interface InspectedCertificate {
  readonly nvIndex: number;
  readonly der: Uint8Array;
  readonly key: CertificateKey;
}

export interface TpmInspection {
  readonly facts: TpmFacts;
  readonly persistentKeys: readonly PersistentKey[];
  readonly endorsementKey: EndorsementKeyReading;
  readonly certificates: readonly InspectedCertificate[];
  /** Intermediates the maker left in NV, DER. */
  readonly chainCertificates: readonly Uint8Array[];
}

/** Everything a TPM says of its identity. Changes nothing: keys are derived in passing and flushed. */
export async function inspectTpm(tpm: Tpm, signal?: AbortSignal): Promise<TpmInspection> {
  const facts = await readTpmFacts(tpm, signal);
  const persistentKeys = await listPersistentKeys(tpm, signal);
  const endorsementKey = await readEndorsementKey(tpm, signal);
  const certificates: InspectedCertificate[] = [];
  for (const { nvIndex, der, matches } of endorsementKey.certificates) {
    const key: CertificateKey = matches
      ? { of: "endorsement-key" }
      : await findCertificateKey(tpm, { nvIndex, der }, persistentKeys, signal);
    certificates.push({ nvIndex, der, key });
  }
  const chainCertificates = await readChainCertificates(tpm, signal);
  return { facts, persistentKeys, endorsementKey, certificates, chainCertificates };
}
