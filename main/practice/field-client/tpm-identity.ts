import { randomBytes } from "node:crypto";
import { activateCredential } from "../../tpm/commands/activate-credential.ts";
import { evictControl } from "../../tpm/commands/evict-control.ts";
import { hmac } from "../../tpm/commands/hmac.ts";
import { importObject } from "../../tpm/commands/import.ts";
import { load } from "../../tpm/commands/load.ts";
import { policySecret } from "../../tpm/commands/policy-secret.ts";
import { readPublic } from "../../tpm/commands/read-public.ts";
import { startAuthSession } from "../../tpm/commands/start-auth-session.ts";
import { derivePrimaryKey } from "../../tpm/endorsement-key/derive-primary-key.ts";
import { TPM_ALG } from "../../tpm/spec/tpm-alg.ts";
import { TPM_RC_FMT1 } from "../../tpm/spec/tpm-rc.ts";
import { TPM_RH } from "../../tpm/spec/tpm-rh.ts";
import { TPM_SE } from "../../tpm/spec/tpm-se.ts";
import { PERSISTENT_HANDLE } from "../../tpm/spec/well-known-handles.ts";
import { encodeTpm2bPublic } from "../../tpm/structures/tpm2b-public.ts";
import { EMPTY_PASSWORD, policyAuthorization } from "../../tpm/structures/tpms-auth-command.ts";
import type { TpmtPublic } from "../../tpm/structures/tpmt-public.ts";
import { AES_128_CFB } from "../../tpm/structures/tpmt-sym-def-object.ts";
import { endorsementKeyTcgL1 } from "../../tpm/templates/endorsement-key-tcg-l1.ts";
import { storageRootKey } from "../../tpm/templates/storage-root-key.ts";
import type { Tpm } from "../../tpm/tpm.ts";
import { isRefusedWith } from "../../tpm/wire/refusal.ts";
import { withTransients } from "../../tpm/with-transients.ts";
import { fieldErrors } from "./field-errors.ts";
import { splitIdentityBlob } from "./split-identity-blob.ts";

const empty = new Uint8Array(0);
const authorizations = [EMPTY_PASSWORD];

/** The TPM as firmware uses it to register: EK at 0x81010001, SRK at 0x81000001, the service's HMAC key at 0x81000100. */
export class TpmIdentity {
  readonly #tpm: Tpm;
  readonly #signal: AbortSignal | undefined;

  constructor(tpm: Tpm, signal?: AbortSignal) {
    this.#tpm = tpm;
    this.#signal = signal;
  }

  /** TPM2B_PUBLIC. A missing EK is made from the TCG template and kept, as IoT Edge does. */
  endorsementKey(): Promise<Uint8Array> {
    return this.#readOrMake(PERSISTENT_HANDLE.endorsementKey, TPM_RH.ENDORSEMENT, endorsementKeyTcgL1);
  }

  /** TPM2B_PUBLIC; made and kept if there is none, as after a clear. */
  storageRootKey(): Promise<Uint8Array> {
    return this.#readOrMake(PERSISTENT_HANDLE.storageRootKey, TPM_RH.OWNER, storageRootKey);
  }

  /** Takes the service's sealed key into the TPM and keeps it, in place of the one before. */
  async takeKey(sealed: Uint8Array): Promise<void> {
    const blob = splitIdentityBlob(sealed);
    await withTransients(this.#tpm, async (keep) => {
      const encryptionKey = await this.#openCredential(blob, keep);
      // Every client of the service takes the inner wrapper for AES-128.
      if (encryptionKey.length !== 16) throw fieldErrors.malformed("the sealed key's inner wrapper is not AES-128");
      const parentHandle = PERSISTENT_HANDLE.storageRootKey;
      const { objectPublic, duplicate, inSymSeed } = blob;
      const toImport = { parentHandle, encryptionKey, objectPublic, duplicate, inSymSeed, symmetricAlg: AES_128_CFB };
      const { outPrivate } = await this.#tpm.run(importObject, toImport, this.#options);
      const toLoad = { parentHandle, inPrivate: outPrivate, inPublic: objectPublic };
      const { objectHandle } = await this.#tpm.run(load, toLoad, this.#options);
      await this.#persist(keep(objectHandle), PERSISTENT_HANDLE.deviceIdentityKey);
    });
  }

  /** HMAC-SHA256 with the key taken last; at most 1024 bytes. */
  async sign(message: Uint8Array): Promise<Uint8Array> {
    const request = { handle: PERSISTENT_HANDLE.deviceIdentityKey, buffer: message, hashAlg: TPM_ALG.NULL };
    return (await this.#tpm.run(hmac, request, this.#options)).outHmac;
  }

  get #options() {
    return { authorizations, signal: this.#signal };
  }

  async #readOrMake(handle: number, hierarchy: number, template: TpmtPublic): Promise<Uint8Array> {
    const found = await this.#read(handle);
    if (found !== undefined) return encodeTpm2bPublic(found);
    return withTransients(this.#tpm, async (keep) => {
      const made = await derivePrimaryKey(this.#tpm, hierarchy, template, this.#signal);
      await this.#persist(keep(made.handle), handle);
      return encodeTpm2bPublic(made.publicArea);
    });
  }

  async #read(objectHandle: number): Promise<TpmtPublic | undefined> {
    try {
      return (await this.#tpm.run(readPublic, { objectHandle }, { signal: this.#signal })).outPublic;
    } catch (error) {
      if (isRefusedWith(error, TPM_RC_FMT1.HANDLE)) return undefined;
      throw error;
    }
  }

  async #persist(objectHandle: number, persistentHandle: number): Promise<void> {
    const auth = TPM_RH.OWNER;
    if ((await this.#read(persistentHandle)) !== undefined) {
      await this.#tpm.run(evictControl, { auth, objectHandle: persistentHandle, persistentHandle }, this.#options);
    }
    await this.#tpm.run(evictControl, { auth, objectHandle, persistentHandle }, this.#options);
  }

  async #openCredential(
    blob: { readonly credentialBlob: Uint8Array; readonly secret: Uint8Array },
    keep: (handle: number) => number,
  ): Promise<Uint8Array> {
    const session = keep(await this.#startPolicySession());
    const secret = { authHandle: TPM_RH.ENDORSEMENT, policySession: session, expiration: 0 };
    const request = { ...secret, nonceTpm: empty, cpHashA: empty, policyRef: empty };
    await this.#tpm.run(policySecret, request, this.#options);
    const { certInfo } = await this.#tpm.run(
      activateCredential,
      {
        activateHandle: PERSISTENT_HANDLE.storageRootKey,
        keyHandle: PERSISTENT_HANDLE.endorsementKey,
        credentialBlob: blob.credentialBlob,
        secret: blob.secret,
      },
      { authorizations: [EMPTY_PASSWORD, policyAuthorization(session)], signal: this.#signal },
    );
    return certInfo;
  }

  async #startPolicySession(): Promise<number> {
    const request = {
      tpmKey: TPM_RH.NULL,
      bind: TPM_RH.NULL,
      nonceCaller: new Uint8Array(randomBytes(16)),
      encryptedSalt: empty,
      sessionType: TPM_SE.POLICY,
      symmetric: undefined,
      authHash: TPM_ALG.SHA256,
    };
    return (await this.#tpm.run(startAuthSession, request, { signal: this.#signal })).sessionHandle;
  }
}
