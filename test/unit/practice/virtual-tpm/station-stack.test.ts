import { describe, expect, it } from "vitest";
import { VirtualTpm } from "../../../../main/practice/virtual-tpm/virtual-tpm.ts";
import { proveEndorsementKey } from "../../../../main/tpm/endorsement-key/prove-endorsement-key.ts";
import { readEndorsementKey } from "../../../../main/tpm/endorsement-key/read-endorsement-key.ts";
import { readTpmFacts } from "../../../../main/tpm/read-tpm-facts.ts";
import { connectTpm } from "../../../../main/tpm/tpm.ts";
import { createPrimary, listHandles, RH, startSession, TEMPLATE } from "../../../harness/tpm-bytes.ts";

const make = (seed: number, started = true): VirtualTpm =>
  new VirtualTpm({ seed: new Uint8Array(32).fill(seed), started, endorsementCertificate: "none" });

describe("the station's TPM stack on the virtual TPM", () => {
  it("sends the Startup nobody has sent", async () => {
    const facts = await readTpmFacts(await connectTpm(make(1, false)));
    expect(Object.values(facts)).toContain("TMRK");
  });

  it("connects to a TPM that another client has left full", async () => {
    const channel = make(1);
    for (let slot = 0; slot < 3; slot += 1) await createPrimary(channel, RH.owner, TEMPLATE.storageEcc);
    for (let slot = 0; slot < 3; slot += 1) await startSession(channel, "policy");
    await readEndorsementKey(await connectTpm(channel));
    expect(await listHandles(channel, 0x80000000)).toEqual([]);
  });

  it("proves the key of this TPM, and not that of another, and leaves nothing behind", async () => {
    const channel = make(1);
    const tpm = await connectTpm(channel);
    await proveEndorsementKey(tpm, await readEndorsementKey(tpm));
    const foreign = await readEndorsementKey(await connectTpm(make(2)));
    await expect(proveEndorsementKey(tpm, foreign)).rejects.toMatchObject({ code: "tpm.not-proven" });
    for (const first of [0x80000000, 0x02000000, 0x03000000]) expect(await listHandles(channel, first)).toEqual([]);
  });
});
