import { randomBytes, timingSafeEqual } from "node:crypto";
import { activateCredential } from "../commands/activate-credential.ts";
import { policySecret } from "../commands/policy-secret.ts";
import { readPublic } from "../commands/read-public.ts";
import { startAuthSession } from "../commands/start-auth-session.ts";
import { makeCredential } from "../credential/make-credential.ts";
import { objectName } from "../credential/object-name.ts";
import { TPM_ALG } from "../spec/tpm-alg.ts";
import { TPM_RC, TPM_RC_FMT1 } from "../spec/tpm-rc.ts";
import { TPM_RH } from "../spec/tpm-rh.ts";
import { TPM_SE } from "../spec/tpm-se.ts";
import { TPMA_OBJECT } from "../spec/tpma-object.ts";
import { PERSISTENT_HANDLE } from "../spec/well-known-handles.ts";
import { decodeTpm2bPublic } from "../structures/tpm2b-public.ts";
import { EMPTY_PASSWORD, policyAuthorization } from "../structures/tpms-auth-command.ts";
import type { RsaPublic, TpmtPublic } from "../structures/tpmt-public.ts";
import { storagePrimaryEcc, storageRootKey } from "../templates/storage-root-key.ts";
import { runForHierarchy } from "../run-for-hierarchy.ts";
import { tpmErrors } from "../tpm-errors.ts";
import { isRefusedWith, responseCodeOf } from "../wire/refusal.ts";
import type { Tpm } from "../wire/tpm.ts";
import { withTransients } from "../with-transients.ts";
import { derivePrimaryKey } from "./derive-primary-key.ts";
import { type EndorsementKeyReading, makeEndorsementKey } from "./read-endorsement-key.ts";

type Keep = (handle: number) => number;

interface LoadedKey {
  readonly handle: number;
  readonly publicArea: TpmtPublic;
}

/**
 * Proves that the private half of the EK is in this TPM: a secret is encrypted to it here (MakeCredential) and must come back from the
 * TPM (ActivateCredential). Throws `tpm.not-proven` if the TPM cannot open it or gives something else. Leaves nothing in the TPM.
 */
export async function proveEndorsementKey(
  tpm: Tpm,
  reading: EndorsementKeyReading,
  signal?: AbortSignal,
): Promise<void> {
  const key = decodeTpm2bPublic(reading.publicArea);
  if (key.type !== TPM_ALG.RSA) throw tpmErrors.keyFormatEcc("only RSA endorsement keys can be proven");
  await withTransients(tpm, async (keep) => {
    const keyHandle = await endorsementKeyHandle(tpm, reading, keep, signal);
    const activation = await activationObject(tpm, keep, signal);
    await challenge(tpm, { key, keyHandle, activation, keep }, signal);
  });
}

async function endorsementKeyHandle(
  tpm: Tpm,
  reading: EndorsementKeyReading,
  keep: Keep,
  signal: AbortSignal | undefined,
): Promise<number> {
  if (reading.source === "persistent") return PERSISTENT_HANDLE.endorsementKey;
  const template = reading.template === "unknown" ? "tcg-l1" : reading.template;
  return keep((await makeEndorsementKey(tpm, template, signal)).handle);
}

/** The object the credential is bound to. Which one does not matter to the proof, so the cheapest there is: the SRK, else a passing key. */
async function activationObject(tpm: Tpm, keep: Keep, signal: AbortSignal | undefined): Promise<LoadedKey> {
  const persistent = await readStorageRootKey(tpm, signal);
  if (persistent !== undefined) return persistent;
  const attempts = [
    [TPM_RH.OWNER, storagePrimaryEcc],
    [TPM_RH.ENDORSEMENT, storagePrimaryEcc],
    [TPM_RH.OWNER, storageRootKey],
    [TPM_RH.ENDORSEMENT, storageRootKey],
  ] as const;
  let lastRefusal: unknown;
  for (const [hierarchy, template] of attempts) {
    try {
      const primary = await derivePrimaryKey(tpm, hierarchy, template, signal);
      keep(primary.handle);
      return primary;
    } catch (error) {
      // An owner's password or a TPM without elliptic curves: the next way may be open.
      if (responseCodeOf(error) === undefined) throw error;
      lastRefusal = error;
    }
  }
  throw lastRefusal;
}

async function readStorageRootKey(tpm: Tpm, signal: AbortSignal | undefined): Promise<LoadedKey | undefined> {
  const handle = PERSISTENT_HANDLE.storageRootKey;
  try {
    const { outPublic } = await tpm.run(readPublic, { objectHandle: handle }, { signal });
    // Only where the empty password serves the ADMIN role, and a wrong one cannot count towards a lock-out.
    const wanted = TPMA_OBJECT.userWithAuth | TPMA_OBJECT.noDA;
    const usable = (outPublic.objectAttributes & (wanted | TPMA_OBJECT.adminWithPolicy)) === wanted;
    return usable ? { handle, publicArea: outPublic } : undefined;
  } catch (error) {
    if (responseCodeOf(error) === undefined) throw error;
    return undefined;
  }
}

interface Challenge {
  readonly key: RsaPublic;
  readonly keyHandle: number;
  readonly activation: LoadedKey;
  readonly keep: Keep;
}

async function challenge(tpm: Tpm, parts: Challenge, signal: AbortSignal | undefined): Promise<void> {
  const secret = randomBytes(32);
  const made = makeCredential(parts.key, objectName(parts.activation.publicArea), secret);
  const session = await startEndorsementPolicy(tpm, parts.keep, signal);
  const request = {
    activateHandle: parts.activation.handle,
    keyHandle: parts.keyHandle,
    credentialBlob: made.credentialBlob,
    secret: made.secret,
  };
  const authorizations = [EMPTY_PASSWORD, policyAuthorization(session)];
  let certInfo: Uint8Array;
  try {
    ({ certInfo } = await tpm.run(activateCredential, request, { authorizations, signal }));
  } catch (error) {
    if (!isWrongKey(error)) throw error;
    throw tpmErrors.notProven("the TPM could not open a secret encrypted to this EK", error);
  }
  if (certInfo.length !== secret.length || !timingSafeEqual(certInfo, secret)) {
    throw tpmErrors.notProven("the TPM gave back another secret");
  }
}

/**
 * A refusal of the blob itself (a parameter), of the EK's handle because nothing is there any more, or TPM_RC_FAILURE: what libtpms
 * answers, without entering failure mode, when the seed does not decrypt.
 */
function isWrongKey(error: unknown): boolean {
  const code = responseCodeOf(error) ?? 0;
  const ofParameter = (code & 0xc0) === 0xc0;
  return ofParameter || isRefusedWith(error, TPM_RC_FMT1.HANDLE, TPM_RC.FAILURE);
}

/** A policy session that satisfies PolicyA of the EK template: the endorsement hierarchy's password is shown. */
async function startEndorsementPolicy(tpm: Tpm, keep: Keep, signal: AbortSignal | undefined): Promise<number> {
  const empty = new Uint8Array(0);
  const session = {
    tpmKey: TPM_RH.NULL,
    bind: TPM_RH.NULL,
    nonceCaller: new Uint8Array(randomBytes(16)),
    encryptedSalt: empty,
    sessionType: TPM_SE.POLICY,
    symmetric: undefined,
    authHash: TPM_ALG.SHA256,
  };
  const { sessionHandle } = await tpm.run(startAuthSession, session, { signal });
  keep(sessionHandle);
  const showSecret = {
    authHandle: TPM_RH.ENDORSEMENT,
    policySession: sessionHandle,
    nonceTpm: empty,
    cpHashA: empty,
    policyRef: empty,
    expiration: 0,
  };
  await runForHierarchy(tpm, TPM_RH.ENDORSEMENT, { command: policySecret, request: showSecret }, signal);
  return sessionHandle;
}
