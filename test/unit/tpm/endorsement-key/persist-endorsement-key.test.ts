import { describe, expect, it } from "vitest";
import { VirtualTpm } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { persistEndorsementKey } from "../../../../main/tpm/endorsement-key/persist-endorsement-key.ts";
import { readEndorsementKey } from "../../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { listHandles } from "../../../../main/tpm/list-handles.ts";
import { connectTpm } from "../../../../main/tpm/tpm.ts";

const make = (persistentEndorsementKey: boolean, seed = 4) =>
  new VirtualTpm({
    seed: new Uint8Array(32).fill(seed),
    endorsementCertificate: "none",
    persistentEndorsementKey,
  });

describe("keeping an endorsement key", () => {
  it("puts the key that was read where field software looks for it", async () => {
    const tpm = await connectTpm(make(false));
    const reading = await readEndorsementKey(tpm);
    expect(reading.source).toBe("created");
    expect(await persistEndorsementKey(tpm, reading)).toBe("persisted");
    const again = await readEndorsementKey(tpm);
    expect(again).toMatchObject({ source: "persistent", publicArea: reading.publicArea });
    expect(await listHandles(tpm, 0x80000000)).toEqual([]);
  });

  it("leaves one alone that is there", async () => {
    const tpm = await connectTpm(make(true));
    expect(await persistEndorsementKey(tpm, await readEndorsementKey(tpm))).toBe("present");
  });

  it("does not keep another TPM's", async () => {
    const foreign = await readEndorsementKey(await connectTpm(make(false, 5)));
    const tpm = await connectTpm(make(false));
    await expect(persistEndorsementKey(tpm, foreign)).rejects.toMatchObject({ code: "tpm.not-proven" });
    expect(await listHandles(tpm, 0x81000000)).toEqual([]);
  });

  it("does not push out one that came meanwhile", async () => {
    const tpm = await connectTpm(make(false));
    const reading = await readEndorsementKey(tpm);
    await persistEndorsementKey(tpm, reading);
    await expect(persistEndorsementKey(tpm, reading)).rejects.toMatchObject({ code: "tpm.handle-taken" });
  });
});
