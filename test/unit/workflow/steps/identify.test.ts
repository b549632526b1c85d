import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { VirtualDevice } from "../../../../main/practice/virtual-device/virtual-device.ts";
import type { LoadedRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { runOnce, talkTo, type TestPlant, testPlant } from "../../../harness/test-plant.ts";

let home: TestPlant;
let recipe: LoadedRecipe;

beforeAll(async () => {
  home = await testPlant();
  recipe = await home.recipe({ attestation: "x509" }, { product: { model: "SN-100", serialNumber: "SN1[0-9]{4}" } });
});

afterAll(() => home.close());

async function codeFor(
  device: { readonly serialNumber?: string; readonly model?: string },
  scanned?: string,
): Promise<string> {
  const virtual = new VirtualDevice({ model: "SN-100", ...device });
  const { state } = await runOnce(
    home,
    recipe,
    () => Promise.resolve(talkTo(virtual)),
    scanned === undefined ? {} : { scanned },
  );
  return state.error?.code ?? state.outcome;
}

describe("identify", () => {
  it.each([
    ["the device's own serial number", { serialNumber: "SN10001" }, undefined, "pass"],
    ["the label of a device that tells none", {}, "SN10002", "pass"],
    ["both, when they agree", { serialNumber: "SN10003" }, "SN10003", "pass"],
    ["not a label that fits another unit", { serialNumber: "SN10004" }, "SN10005", "unit.wrong-label"],
    ["not a code that is no label: the unit is not to blame", {}, "4006381333931", "unit.wrong-label"],
    ["not a device that tells none, without a label", {}, undefined, "unit.serial-missing"],
    ["not a device with an impossible number", { serialNumber: "XX1" }, undefined, "unit.serial-pattern"],
    ["not a number that only contains a good one", { serialNumber: "SN10001-A" }, undefined, "unit.serial-pattern"],
    ["not another product", { serialNumber: "SN10006", model: "GW-200" }, undefined, "unit.wrong-product"],
  ] as const)("takes %s", async (_name, device, scanned, outcome) => {
    expect(await codeFor(device, scanned)).toBe(outcome);
  });
});
