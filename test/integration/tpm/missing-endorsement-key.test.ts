import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { evictControl } from "../../../main/tpm/commands/evict-control.ts";
import { proveEndorsementKey } from "../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { makeEndorsementKey, readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { listHandles } from "../../../main/tpm/list-handles.ts";
import { HANDLE_FIRST, TPM_RH } from "../../../main/tpm/spec/tpm-rh.ts";
import { EMPTY_PASSWORD } from "../../../main/tpm/structures/tpms-auth-command.ts";
import { encodeTpm2bPublic } from "../../../main/tpm/structures/tpm2b-public.ts";
import type { Tpm } from "../../../main/tpm/tpm.ts";
import { type Swtpm, startSwtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { withTpm } from "./open-swtpm.ts";

const ekHandle = 0x81010001;

function evict(tpm: Tpm, objectHandle: number): Promise<void> {
  const request = { auth: TPM_RH.OWNER, objectHandle, persistentHandle: ekHandle };
  return tpm.run(evictControl, request, { authorizations: [EMPTY_PASSWORD] });
}

describe.skipIf(!swtpmAvailable())("an endorsement key that is in no persistent slot", () => {
  let swtpm: Swtpm;
  let persistent: Uint8Array;
  beforeAll(async () => {
    swtpm = await startSwtpm();
    persistent = (await withTpm(swtpm, (tpm) => readEndorsementKey(tpm))).publicArea;
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "0x81010001"]);
  });
  afterAll(() => swtpm?.stop());

  it("is made from the TCG template, because that key is the certificate's", async () => {
    await withTpm(swtpm, async (tpm) => {
      const reading = await readEndorsementKey(tpm);
      expect(reading).toMatchObject({ source: "created", template: "tcg-l1" });
      expect(reading.reason).toContain("tcg-l1 gives the key of the EK certificate in NV 0x01C00002");
      expect(reading.publicArea).toEqual(persistent);
      expect(reading.certificates[0]?.matches).toBe(true);
      expect(await listHandles(tpm, HANDLE_FIRST.TRANSIENT)).toEqual([]);
    });
  });

  it("is another key from the empty-unique template, and nothing but its modulus tells", async () => {
    const empty = await withTpm(swtpm, (tpm) => makeEndorsementKey(tpm, "empty-unique"));
    const bytes = encodeTpm2bPublic(empty.publicArea);
    expect(bytes.slice(0, 60)).toEqual(persistent.slice(0, 60));
    expect(bytes).not.toEqual(persistent);
  });

  it("is proven by making it again", async () => {
    await withTpm(swtpm, async (tpm) => {
      const reading = await readEndorsementKey(tpm);
      await proveEndorsementKey(tpm, reading);
      await expect(proveEndorsementKey(tpm, { ...reading, template: "empty-unique" })).rejects.toMatchObject({
        code: "tpm.not-proven",
      });
      expect(await listHandles(tpm, HANDLE_FIRST.TRANSIENT)).toEqual([]);
    });
  });

  it("is reported when somebody has made the other one persistent", async () => {
    await withTpm(swtpm, async (tpm) => {
      const empty = await makeEndorsementKey(tpm, "empty-unique");
      await evict(tpm, empty.handle);
      const reading = await readEndorsementKey(tpm);
      expect(reading).toMatchObject({ source: "persistent", template: "empty-unique" });
      expect(reading.publicArea).toEqual(encodeTpm2bPublic(empty.publicArea));
      expect(reading.reason).toMatch(
        /does NOT match.*comes from template empty-unique; template tcg-l1 gives that key/,
      );
      expect(reading.certificates.map(({ matches }) => matches)).toEqual([false, false]);
      await proveEndorsementKey(tpm, reading);
      await evict(tpm, ekHandle);
    });
  });

  it("falls back to the TCG template when there is no certificate to choose by", async () => {
    await swtpm.tpm2(["nvundefine", "-C", "p", "0x1c00002"]);
    const reading = await withTpm(swtpm, (tpm) => readEndorsementKey(tpm));
    expect(reading).toMatchObject({ source: "created", template: "tcg-l1" });
    expect(reading.publicArea).toEqual(persistent);
    expect(reading.reason).toContain("no RSA EK certificate to choose by");
  });

  it("is said to be switched off when the endorsement hierarchy is off", async () => {
    await swtpm.tpm2(["hierarchycontrol", "-C", "p", "ehEnable", "clear"]);
    await expect(withTpm(swtpm, (tpm) => readEndorsementKey(tpm))).rejects.toMatchObject({
      code: "tpm.hierarchy-off",
      detail: expect.stringContaining("TPM_RC_HIERARCHY"),
    });
  });
});
