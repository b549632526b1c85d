import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;

beforeAll(async () => {
  home = await testPlant({ plant: { isPracticeService: () => Promise.resolve(false) } });
});

afterAll(() => home.close());

describe("look-up", () => {
  it("refuses a practice device whose service is not on this machine, and leaves no unit behind", async () => {
    const recipe = await home.recipe({ attestation: "x509" });
    const device = new VirtualDevice({ serialNumber: "SN1", model: "SN-100" });
    const { state } = await runOnce(home, recipe, () => Promise.resolve(talkTo(device)));
    expect(state).toMatchObject({ outcome: "fail", error: { code: "unit.practice-device", retry: "never" } });
    expect(await home.records.units.get("SN1")).toBeUndefined();
    expect(device.registration).toBeUndefined();
  });

  it.each([
    ["quarantine", "unit.quarantined", "red bin"],
    ["scrap", "unit.scrapped", "red bin"],
  ] as const)("refuses a unit after %s", async (act, code, sentence) => {
    const ours = await testPlant();
    try {
      const recipe = await ours.recipe({ attestation: "x509" });
      const device = new VirtualDevice({ serialNumber: "SN2", model: "SN-100" });
      const attempt = () => runOnce(ours, recipe, () => Promise.resolve(talkTo(device)));
      expect((await attempt()).state.outcome).toBe("pass");
      await ours.records.unitStates.change("SN2", { act, reason: "cracked" });
      const { state } = await attempt();
      expect(state).toMatchObject({ outcome: "fail", error: { code, retry: "never" } });
      expect(state.error?.sentence).toContain(sentence);
    } finally {
      await ours.close();
    }
  });
});
