import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type PlantSetUp, setUpPlant } from "../../harness/plant.ts";
import { startSwtpm, type Swtpm, swtpmAvailable } from "../../harness/swtpm.ts";
import { type CommandResult, startInBackground, touchmark } from "../../harness/touchmark.ts";

const serialNumber = "GW200000021";

/** A recipe that keeps keys, on a TPM whose endorsement key somebody has evicted. */
describe.skipIf(!swtpmAvailable())("a unit whose endorsement key is to be kept", () => {
  let plant: PlantSetUp;
  let swtpm: Swtpm;
  let provisioned: CommandResult;

  const provision = async (): Promise<CommandResult> => {
    const what = ["practice", "device", "--kind", "smp", "--attestation", "tpm", "--serial", serialNumber];
    const tpm = ["--tpm", `tcp:127.0.0.1:${swtpm.port}`, "--listen", "tcp:127.0.0.1:0"];
    const device = await startInBackground([...what, ...tpm], "stderr");
    const recipe = plant.recipe({ attestation: "tpm", persist: true });
    const where = ["--port", device.ready["address"] ?? "", "--lot", "4711", "--data", plant.data];
    try {
      return await touchmark("provision", "--recipe", recipe, ...where);
    } finally {
      await device.stop();
    }
  };
  const measured = ({ documents }: CommandResult) =>
    documents.find(({ type, id }) => type === "step-finished" && id === "persist-keys");
  const readPublic = async (handle: string): Promise<Buffer> => {
    await swtpm.tpm2(["readpublic", "-c", handle, "-o", `${handle}.pub`]);
    return readFileSync(join(swtpm.folder, `${handle}.pub`));
  };
  let factory: Buffer;

  beforeAll(async () => {
    plant = await setUpPlant();
    swtpm = await startSwtpm();
    writeFileSync(plant.file("roots.pem"), `${swtpm.rootPem}\n${swtpm.issuerPem}`);
    expect((await touchmark("trust", "add", plant.file("roots.pem"), "--data", plant.data)).code).toBe(0);
    factory = await readPublic("0x81010001");
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "0x81010001"]);
    provisioned = await provision();
  });

  afterAll(async () => {
    await swtpm?.stop();
    await plant?.stop();
  });

  it("passes with the key that the maker's template gives", () => {
    expect(provisioned.stderr).toBe("");
    expect(provisioned.result).toMatchObject({ outcome: "pass", endorsementKey: factory.toString("base64") });
    expect(measured(provisioned)).toMatchObject({
      outcome: "pass",
      measurements: { endorsementKey: "persisted", storageRootKey: "persisted" },
    });
  });

  it("has it where field software looks, byte for byte as tpm2_readpublic showed it before", async () => {
    expect(await readPublic("0x81010001")).toEqual(factory);
    expect((await readPublic("0x81000001")).subarray(0, 28).toString("hex")).toBe(
      // The storage root key as every SDK makes it.
      "011a0001000b00030472000000060080004300100800000000000100",
    );
  });

  it("is left alone when provisioned again", async () => {
    const again = await provision();
    expect(again.result).toMatchObject({ outcome: "pass", registrationId: provisioned.result["registrationId"] });
    expect(measured(again)).toMatchObject({ measurements: { endorsementKey: "present", storageRootKey: "present" } });
  });

  it("is not passed over another key at the storage root key's place", async () => {
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "0x81000001"]);
    const attributes = "fixedtpm|fixedparent|sensitivedataorigin|userwithauth|noda|sign";
    await swtpm.tpm2(["createprimary", "-C", "o", "-G", "ecc256", "-a", attributes, "-c", "signing.ctx"]);
    await swtpm.tpm2(["evictcontrol", "-C", "o", "-c", "signing.ctx", "0x81000001"]);
    await swtpm.tpm2(["flushcontext", "-t"]);
    const there = await readPublic("0x81000001");
    expect((await provision()).result).toMatchObject({ outcome: "fail", code: "tpm.handle-taken" });
    expect(await readPublic("0x81000001")).toEqual(there);
  });
});
