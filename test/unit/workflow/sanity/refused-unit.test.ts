import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

describe("a unit with a placeholder for a serial number", () => {
  let home: TestPlant;
  beforeAll(async () => {
    home = await testPlant();
  });
  afterAll(() => home.close());

  const run = async (sanity: "on" | "off", serialNumber: string) => {
    const recipe = await home.recipe({ attestation: "x509" }, { sanity });
    const device = new VirtualDevice({ model: "SN-100", serialNumber });
    return { device, ...(await runOnce(home, recipe, () => Promise.resolve(talkTo(device)), {})) };
  };

  it("fails before anything is written into it or recorded of it", async () => {
    const { state, device } = await run("on", "SN1-DEFAULT");
    expect(state).toMatchObject({ outcome: "fail", error: { code: "unit.implausible-identity" } });
    expect(state.error?.detail).toBe('serial number "SN1-DEFAULT": placeholder word');
    expect(device.registration).toBeUndefined();
    expect(await home.plant.records.units.get("SN1-DEFAULT")).toBeUndefined();
  });

  it("passes where the recipe says sanity: off", async () => {
    expect((await run("off", "SN1-SAMPLE")).state.outcome).toBe("pass");
  });
});
