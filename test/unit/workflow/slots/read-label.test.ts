import { describe, expect, it } from "vitest";
import { parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { type KnownCodes, readLabel } from "../../../../main/workflow/slots/read-label.ts";

const recipeOf = (model: string, serialNumber: string) =>
  parseRecipe(`
recipe: ${model.toLowerCase()}
product: { model: ${model}, serialNumber: "${serialNumber}" }
link: { driver: smp }
attestation: { type: tpm }
registrationId: "{ek}"
registration: { endpoint: global.azure-devices-provisioning.net, idScope: 0ne00000000 }
enrollment: { service: plant-dps }
`);

const gateway = recipeOf("GW-200", "^GW2[0-9]{8}$");
const sensor = recipeOf("SN-10", "^SN[0-9]{6}$");
const anything = recipeOf("ANY-1", "^[A-Za-z0-9._-]{1,64}$");

const known = (change: Partial<KnownCodes> = {}): KnownCodes => ({
  recipe: gateway,
  recipes: [gateway, sensor, anything],
  isLot: (name) => Promise.resolve(name === "ORDER-4711"),
  modelOf: (serialNumber) => Promise.resolve(serialNumber === "GW200000009" ? "GW-100" : undefined),
  ...change,
});

describe("what a label is about", () => {
  it("is the first text that the product's serial numbers look like", async () => {
    expect(await readLabel(["0109521234543213", "GW220000128"], known())).toBe("GW220000128");
  });

  it.each([
    ["ORDER-4711", "slot.lot-code"],
    ["SN000123", "slot.other-product"],
    // Looks right, but the records know it as another product's.
    ["GW200000009", "slot.other-product"],
    ["4006381333931", "slot.unknown-code"],
  ])("%s: %s", async (text, code) => {
    await expect(readLabel([text], known())).rejects.toMatchObject({ code });
  });

  it("leaves it to the slot where nothing is built", async () => {
    expect(await readLabel(["X"], known({ recipe: undefined }))).toBe("X");
  });
});
