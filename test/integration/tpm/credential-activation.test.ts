import { randomBytes } from "node:crypto";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { activateCredential } from "../../../main/tpm/commands/activate-credential.ts";
import { evictControl } from "../../../main/tpm/commands/evict-control.ts";
import { policySecret } from "../../../main/tpm/commands/policy-secret.ts";
import { startAuthSession } from "../../../main/tpm/commands/start-auth-session.ts";
import { makeCredential } from "../../../main/tpm/credential/make-credential.ts";
import { objectName } from "../../../main/tpm/credential/object-name.ts";
import { derivePrimaryKey } from "../../../main/tpm/endorsement-key/derive-primary-key.ts";
import { proveEndorsementKey } from "../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { TPM_ALG } from "../../../main/tpm/spec/tpm-alg.ts";
import { TPM_CC } from "../../../main/tpm/spec/tpm-cc.ts";
import { TPM_RC, TPM_RC_FMT1 } from "../../../main/tpm/spec/tpm-rc.ts";
import { TPM_RH } from "../../../main/tpm/spec/tpm-rh.ts";
import { TPM_SE } from "../../../main/tpm/spec/tpm-se.ts";
import { TPMA_OBJECT } from "../../../main/tpm/spec/tpma-object.ts";
import { EMPTY_PASSWORD, policyAuthorization } from "../../../main/tpm/structures/tpms-auth-command.ts";
import { decodeTpm2bPublic } from "../../../main/tpm/structures/tpm2b-public.ts";
import type { EccPublic, RsaPublic } from "../../../main/tpm/structures/tpmt-public.ts";
import { storagePrimaryEcc, storageRootKey } from "../../../main/tpm/templates/storage-root-key.ts";
import type { Tpm } from "../../../main/tpm/tpm.ts";
import { atPlace } from "../../../main/tpm/wire/response-code.ts";
import { responseCodeOf } from "../../../main/tpm/wire/refusal.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { withTpm } from "./open-swtpm.ts";

const empty = new Uint8Array(0);

async function endorsementPolicy(tpm: Tpm): Promise<number> {
  const { sessionHandle } = await tpm.run(startAuthSession, {
    tpmKey: TPM_RH.NULL,
    bind: TPM_RH.NULL,
    nonceCaller: new Uint8Array(16),
    encryptedSalt: empty,
    sessionType: TPM_SE.POLICY,
    symmetric: undefined,
    authHash: TPM_ALG.SHA256,
  });
  const request = { authHandle: TPM_RH.ENDORSEMENT, policySession: sessionHandle, expiration: 0 };
  await tpm.run(
    policySecret,
    { ...request, nonceTpm: empty, cpHashA: empty, policyRef: empty },
    { authorizations: [EMPTY_PASSWORD] },
  );
  return sessionHandle;
}

async function readRsaEndorsementKey(tpm: Tpm): Promise<RsaPublic> {
  const key = decodeTpm2bPublic((await readEndorsementKey(tpm)).publicArea);
  if (key.type !== TPM_ALG.RSA) throw new Error("the EK of a fresh swtpm is RSA");
  return key;
}

/** Activates `tamper`ed credential for `template`'s key; gives the secret that came back. */
async function activate(
  tpm: Tpm,
  template: EccPublic,
  secret: Uint8Array,
  tamper: (blob: Uint8Array) => Uint8Array = (blob) => blob,
): Promise<Uint8Array> {
  const object = await derivePrimaryKey(tpm, TPM_RH.OWNER, template);
  const made = makeCredential(await readRsaEndorsementKey(tpm), objectName(object.publicArea), secret);
  const session = await endorsementPolicy(tpm);
  const request = {
    activateHandle: object.handle,
    keyHandle: 0x81010001,
    credentialBlob: tamper(made.credentialBlob),
    secret: made.secret,
  };
  const authorizations = [EMPTY_PASSWORD, policyAuthorization(session)];
  return (await tpm.run(activateCredential, request, { authorizations })).certInfo;
}

describe.skipIf(!swtpmAvailable())("activating a credential", () => {
  let swtpm: Swtpm;
  beforeAll(async () => {
    swtpm = await startSwtpm();
  });
  afterEach(() => swtpm?.tpm2(["changeauth", "-c", "o", "-p", "pass", ""]).catch(() => ""));
  afterAll(() => swtpm?.stop());

  it("gives back the secret that was made for it here", async () => {
    const secret = new Uint8Array(randomBytes(32));
    expect(await withTpm(swtpm, (tpm) => activate(tpm, storagePrimaryEcc, secret))).toEqual(secret);
  });

  it.each([
    ["in its size of the integrity value", 1],
    ["in its integrity value", 5],
    ["in its ciphertext", 40],
  ])("fails when one bit of the blob is flipped %s", async (_where, at) => {
    const flip = (blob: Uint8Array) => blob.with(at, (blob[at] ?? 0) ^ 1);
    const failure: unknown = await withTpm(swtpm, (tpm) =>
      activate(tpm, storagePrimaryEcc, new Uint8Array(32), flip),
    ).catch((error: unknown) => error);
    expect(responseCodeOf(failure)).toBe(atPlace(TPM_RC_FMT1.INTEGRITY, "parameter", 1));
  });

  it("is sent again when the TPM says so on the first use of a key under lock-out protection", async () => {
    const guarded = { ...storagePrimaryEcc, objectAttributes: storagePrimaryEcc.objectAttributes & ~TPMA_OBJECT.noDA };
    const secret = new Uint8Array(randomBytes(32));
    await withTpm(swtpm, async (tpm, channel) => {
      expect(await activate(tpm, guarded, secret)).toEqual(secret);
      const answers = channel.exchanges.filter(({ command }) => command === TPM_CC.ActivateCredential);
      expect(answers.map(({ response }) => response)).toEqual([TPM_RC.RETRY, TPM_RC.SUCCESS]);
    });
  });

  it("goes through the endorsement hierarchy when the owner has a password", async () => {
    await swtpm.tpm2(["changeauth", "-c", "o", "pass"]);
    await withTpm(swtpm, async (tpm) => {
      await proveEndorsementKey(tpm, await readEndorsementKey(tpm));
    });
  });

  it("uses the storage root key when there is one, and makes no key then", async () => {
    await withTpm(swtpm, async (tpm) => {
      const { handle } = await derivePrimaryKey(tpm, TPM_RH.OWNER, storageRootKey);
      const request = { auth: TPM_RH.OWNER, objectHandle: handle, persistentHandle: 0x81000001 };
      await tpm.run(evictControl, request, { authorizations: [EMPTY_PASSWORD] });
    });
    await withTpm(swtpm, async (tpm, channel) => {
      await proveEndorsementKey(tpm, await readEndorsementKey(tpm));
      expect(channel.exchanges.map(({ command }) => command)).not.toContain(TPM_CC.CreatePrimary);
    });
  });

  it("says so when the endorsement hierarchy has a password", async () => {
    await swtpm.tpm2(["changeauth", "-c", "e", "pass"]);
    const proof = withTpm(swtpm, async (tpm) => proveEndorsementKey(tpm, await readEndorsementKey(tpm)));
    await expect(proof).rejects.toMatchObject({ code: "tpm.authorization-needed" });
  });
});
