import { describe, expect, it } from "vitest";
import { parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { checkPlausibleMacAddresses } from "../../../../main/workflow/sanity/check-plausible.ts";
import { recipeSource } from "../../../harness/recipe-source.ts";

const { recipe } = parseRecipe(recipeSource({ attestation: "tpm" }));

describe("MAC addresses a device tells", () => {
  it.each([
    ["00:00:00:00:00:00", "all zero"],
    ["FF-FF-FF-FF-FF-FF", "erased memory"],
    ["00:ff:ff:ff:ff:ff", "erased memory"],
    ["22:22:22:22:22:22", "one byte repeated"],
    ["00:11:22:33:44:55", "counting digits"],
    ["0123.4567.89ab", "counting digits"],
    ["DE:AD:BE:EF:00:01", "debugger's fill pattern"],
    ["00:de:ad:be:ef:07", "debugger's fill pattern"],
    ["00:00:5e:00:53:af", "documentation's own range"],
    ["01:80:c2:00:00:0e", "group address"],
    ["00:1a:2b", "not six bytes"],
  ])("refuse the unit for %s: %s", (address, rule) => {
    expect(() => checkPlausibleMacAddresses(recipe, ["b8:27:eb:4d:91:0c", address])).toThrow(
      expect.objectContaining({
        code: "unit.implausible-identity",
        detail: `MAC address "${address}": ${rule}`,
      }),
    );
  });

  it("pass as real ones, locally administered ones among them, or when there are none", () => {
    expect(() =>
      checkPlausibleMacAddresses(recipe, ["b8:27:eb:4d:91:0c", "02-FC-00-00-00-01", "0c1c.5738.e0f3"]),
    ).not.toThrow();
    expect(() => checkPlausibleMacAddresses(recipe, [])).not.toThrow();
  });

  it("are not looked at where the recipe says so", () => {
    expect(() => checkPlausibleMacAddresses({ ...recipe, sanity: "off" }, ["00:00:00:00:00:00"])).not.toThrow();
  });
});
