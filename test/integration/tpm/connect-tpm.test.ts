import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { getRandom } from "../../../main/tpm/commands/get-random.ts";
import { nvReadPublic } from "../../../main/tpm/commands/nv-read-public.ts";
import { startAuthSession } from "../../../main/tpm/commands/start-auth-session.ts";
import { derivePrimaryKey } from "../../../main/tpm/endorsement-key/derive-primary-key.ts";
import { listHandles } from "../../../main/tpm/list-handles.ts";
import { readTpmFacts } from "../../../main/tpm/read-tpm-facts.ts";
import { TPM_ALG } from "../../../main/tpm/spec/tpm-alg.ts";
import { TPM_CC } from "../../../main/tpm/spec/tpm-cc.ts";
import { TPM_RC } from "../../../main/tpm/spec/tpm-rc.ts";
import { HANDLE_FIRST, TPM_RH } from "../../../main/tpm/spec/tpm-rh.ts";
import { TPM_SE } from "../../../main/tpm/spec/tpm-se.ts";
import type { Tpm } from "../../../main/tpm/tpm.ts";
import { storagePrimaryEcc } from "../../../main/tpm/templates/storage-root-key.ts";
import { responseCodeOf } from "../../../main/tpm/wire/refusal.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { withTpm } from "./open-swtpm.ts";

const startSession = (tpm: Tpm, sessionType: number) =>
  tpm.run(startAuthSession, {
    tpmKey: TPM_RH.NULL,
    bind: TPM_RH.NULL,
    nonceCaller: new Uint8Array(16),
    encryptedSalt: new Uint8Array(0),
    sessionType,
    symmetric: undefined,
    authHash: TPM_ALG.SHA256,
  });

describe.skipIf(!swtpmAvailable())("connecting to a software TPM", () => {
  let swtpm: Swtpm;
  beforeAll(async () => {
    swtpm = await startSwtpm();
  });
  afterAll(() => swtpm?.stop());

  it("takes one that is started already", async () => {
    await withTpm(swtpm, async (tpm, channel) => {
      expect(channel.exchanges[0]).toEqual({ command: TPM_CC.Startup, response: TPM_RC.INITIALIZE });
      expect((await tpm.run(getRandom, { bytesRequested: 8 })).randomBytes.length).toBe(8);
    });
  });

  it("frees the keys and sessions a dead client left in every slot", async () => {
    await withTpm(swtpm, async (tpm) => {
      for (let slot = 0; slot < 3; slot += 1) await derivePrimaryKey(tpm, TPM_RH.OWNER, storagePrimaryEcc);
      for (const type of [TPM_SE.HMAC, TPM_SE.POLICY, TPM_SE.TRIAL]) await startSession(tpm, type);
      await expect(derivePrimaryKey(tpm, TPM_RH.OWNER, storagePrimaryEcc)).rejects.toMatchObject({
        code: "tpm.out-of-memory",
      });
    });
    await withTpm(swtpm, async (tpm) => {
      for (const first of [HANDLE_FIRST.TRANSIENT, HANDLE_FIRST.LOADED_SESSION, HANDLE_FIRST.SAVED_SESSION]) {
        expect(await listHandles(tpm, first)).toEqual([]);
      }
      await derivePrimaryKey(tpm, TPM_RH.OWNER, storagePrimaryEcc);
    });
  });

  it("frees a session that was saved to a file and never loaded again", async () => {
    await swtpm.tpm2(["startauthsession", "-S", "saved.ctx"]);
    expect(await swtpm.tpm2(["getcap", "handles-saved-session"])).toContain("0x");
    await withTpm(swtpm, async () => undefined);
    expect(await swtpm.tpm2(["getcap", "handles-saved-session"])).not.toContain("0x");
  });

  it("tells what the TPM says of itself", async () => {
    const facts = await withTpm(swtpm, (tpm) => readTpmFacts(tpm));
    expect(facts).toEqual({
      manufacturer: "IBM",
      vendor: "SW   TPM",
      firmwareVersion: expect.stringMatching(/^[0-9a-f]{8}\.[0-9a-f]{8}$/),
      specification: expect.stringMatching(/^2\.0 rev 1\.\d\d$/),
      fipsMode: false,
      ownerAuthSet: false,
      endorsementAuthSet: false,
      lockoutAuthSet: false,
      clearDisabled: false,
      inLockout: false,
      lockoutCounter: 0,
      lockoutLimit: 3,
    });
  });

  it("names an index that is not there", async () => {
    const failure: unknown = await withTpm(swtpm, (tpm) => tpm.run(nvReadPublic, { nvIndex: 0x01c0000a })).catch(
      (error: unknown) => error,
    );
    expect(failure).toMatchObject({
      code: "tpm.response-code",
      detail: "NV_ReadPublic: 0x18b TPM_RC_HANDLE (handle 1)",
    });
    expect(responseCodeOf(failure)).toBe(0x18b);
  });
});

describe.skipIf(!swtpmAvailable())("connecting to a software TPM that was only powered", () => {
  let swtpm: Swtpm;
  beforeAll(async () => {
    swtpm = await startSwtpm({ flags: "not-need-init" });
  });
  afterAll(() => swtpm?.stop());

  it("starts it", async () => {
    await withTpm(swtpm, async (tpm, channel) => {
      expect(channel.exchanges[0]).toEqual({ command: TPM_CC.Startup, response: TPM_RC.SUCCESS });
      expect((await readTpmFacts(tpm))["manufacturer"]).toBe("IBM");
    });
  });
});
