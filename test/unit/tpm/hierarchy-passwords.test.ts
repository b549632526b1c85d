import { describe, expect, it } from "vitest";
import { utf8 } from "../../../main/base/bytes/bytes.ts";
import { VirtualTpm, type VirtualTpmOptions } from "../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { persistEndorsementKey } from "../../../main/tpm/endorsement-key/persist-endorsement-key.ts";
import { proveEndorsementKey } from "../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { listHandles } from "../../../main/tpm/list-handles.ts";
import { readTpmFacts } from "../../../main/tpm/read-tpm-facts.ts";
import { TPM_RH } from "../../../main/tpm/spec/tpm-rh.ts";
import { persistStorageRootKey } from "../../../main/tpm/storage-root-key/persist-storage-root-key.ts";
import { connectTpm } from "../../../main/tpm/tpm.ts";

const seed = new Uint8Array(32).fill(21);
const owned = (more: Partial<VirtualTpmOptions> = {}) =>
  new VirtualTpm({
    seed,
    endorsementCertificate: "none",
    ownerPassword: "of the owner",
    endorsementPassword: "of the maker",
    ...more,
  });
const right = new Map([
  [TPM_RH.OWNER, utf8("of the owner")],
  [TPM_RH.ENDORSEMENT, utf8("of the maker")],
]);

describe("a TPM whose hierarchies have passwords", () => {
  it("says so in its facts", async () => {
    expect(await readTpmFacts(await connectTpm(owned()))).toMatchObject({
      ownerAuthSet: true,
      endorsementAuthSet: true,
      lockoutAuthSet: false,
      inLockout: false,
      lockoutLimit: 32,
    });
  });

  it("gives, proves and keeps its keys for whoever has the passwords", async () => {
    const tpm = await connectTpm(owned({ persistentEndorsementKey: false }), undefined, right);
    const reading = await readEndorsementKey(tpm);
    await proveEndorsementKey(tpm, reading);
    expect(await persistEndorsementKey(tpm, reading)).toBe("persisted");
    expect(await persistStorageRootKey(tpm)).toBe("persisted");
    expect(await listHandles(tpm, 0x80000000)).toEqual([]);
    expect(await listHandles(tpm, 0x03000000)).toEqual([]);
  });

  it("refuses by name where the recipe gives none", async () => {
    const tpm = await connectTpm(owned({ persistentEndorsementKey: false }));
    await expect(readEndorsementKey(tpm)).rejects.toMatchObject({
      code: "tpm.authorization-needed",
      detail: expect.stringContaining("attestation.tpm.endorsementAuthSecret"),
    });
    await expect(persistStorageRootKey(tpm)).rejects.toMatchObject({
      code: "tpm.authorization-needed",
      detail: expect.stringContaining("attestation.tpm.ownerAuthSecret"),
    });
  });

  it("refuses a wrong one by another name, never shows it, and keeps nothing in its slots", async () => {
    const wrong = new Map([
      [TPM_RH.OWNER, utf8("a guess")],
      [TPM_RH.ENDORSEMENT, utf8("a guess")],
    ]);
    const tpm = await connectTpm(owned(), undefined, wrong);
    const reading = await readEndorsementKey(tpm);
    const refused = await proveEndorsementKey(tpm, reading).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "tpm.wrong-password" });
    expect(JSON.stringify(refused) + String(refused)).not.toContain("a guess");
    expect(await listHandles(tpm, 0x80000000)).toEqual([]);
    expect(await listHandles(tpm, 0x03000000)).toEqual([]);
  });

  it("needs only the endorsement password for a proof", async () => {
    const only = new Map([[TPM_RH.ENDORSEMENT, utf8("of the maker")]]);
    const tpm = await connectTpm(owned(), undefined, only);
    await expect(proveEndorsementKey(tpm, await readEndorsementKey(tpm))).resolves.toBeUndefined();
  });
});
