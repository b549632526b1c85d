import { type MatchedCertificate, matchCertificates } from "../endorsement-key/match-certificates.ts";
import { type EndorsementKeyReading, readEndorsementKey } from "../endorsement-key/read-endorsement-key.ts";
import { listPersistentKeys, type PersistentKey } from "../persistent/list-persistent-keys.ts";
import { readTpmFacts, type TpmFacts } from "../read-tpm-facts.ts";
import type { Tpm } from "../wire/tpm.ts";

export interface TpmInspection {
  readonly facts: TpmFacts;
  readonly persistentKeys: readonly PersistentKey[];
  readonly endorsementKey: EndorsementKeyReading;
  readonly certificates: readonly MatchedCertificate[];
}

/** Everything a TPM says of its identity. Changes nothing: keys are derived in passing and flushed. */
export async function inspectTpm(tpm: Tpm, signal?: AbortSignal): Promise<TpmInspection> {
  const facts = await readTpmFacts(tpm, signal);
  const persistentKeys = await listPersistentKeys(tpm, signal);
  const endorsementKey = await readEndorsementKey(tpm, signal);
  const options = { deriveRsa: "always", persistent: persistentKeys, signal } as const;
  const certificates = await matchCertificates(tpm, endorsementKey, options);
  return { facts, persistentKeys, endorsementKey, certificates };
}
