import { describe, expect, it } from "vitest";
import { nameIdentity } from "../../../../main/workflow/recipe/name-identity.ts";
import { parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { recipeSource } from "../../../harness/recipe-source.ts";

const recipe = (change: Parameters<typeof recipeSource>[0]) => parseRecipe(recipeSource(change)).recipe;
const values = { serialNumber: "GW200000017", model: "GW-200", lot: "4711" };

describe("nameIdentity", () => {
  it("writes the registration id in lower case: the service compares without case", () => {
    expect(nameIdentity(recipe({ attestation: "x509" }), values).registrationId).toBe("gw200000017");
  });

  it("uses the default registration id of the endorsement key for {ek}", () => {
    expect(nameIdentity(recipe({ attestation: "tpm" }), { ...values, ek: "6rek5qncnygn" })).toEqual({
      registrationId: "6rek5qncnygn",
      deviceId: "GW200000017",
    });
  });

  it.each(["gw_17!", "-gw17", "gw17.", ""])("refuses %j as a registration id", (serialNumber) => {
    expect(() => nameIdentity(recipe({ attestation: "x509" }), { ...values, serialNumber })).toThrow(
      "recipe.registration-id",
    );
  });

  it("refuses more than the 64 characters a common name may have", () => {
    expect(() => nameIdentity(recipe({ attestation: "x509" }), { ...values, serialNumber: "a".repeat(65) })).toThrow(
      "64",
    );
  });
});
