import { describe, expect, it } from "vitest";
import { checkRecipe, parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { planSteps } from "../../../../main/workflow/steps/plan.ts";
import { recipeSource } from "../../../harness/recipe-source.ts";

type Group = "x509-group" | "symmetric-key-group";

const faultsOf = (attestation: Group, more: object): readonly string[] => {
  const source = JSON.parse(recipeSource({ attestation }));
  const checked = checkRecipe(JSON.stringify({ ...source, ...more }));
  return "faults" in checked ? checked.faults.map(({ path }) => path) : [];
};
const enrollment = (more: object) => ({ enrollment: { service: "plant-dps", ...more } });

describe.each(["x509-group", "symmetric-key-group"] as const)("a recipe of %s", (attestation) => {
  it("is valid without anything an entry would say", () => {
    expect(faultsOf(attestation, {})).toEqual([]);
    // Which the group is compared with.
    expect(faultsOf(attestation, enrollment({ iotHubs: ["hub-1.azure-devices.net"] }))).toEqual([]);
  });

  it.each([
    ["enrollment.deviceId", enrollment({ deviceId: "{serialNumber}" })],
    ["enrollment.initialTwin", enrollment({ initialTwin: { tags: { a: 1 } } })],
    ["enrollment.allocation", enrollment({ allocation: "hashed" })],
    ["enrollment.iotEdge", enrollment({ iotEdge: true })],
    ["enrollment.provisioningStatus", enrollment({ provisioningStatus: "disabled" })],
    ["enrollment.reprovision", enrollment({ reprovision: "never" })],
    ["pass.requires", { pass: { requires: "enrolled" } }],
  ])("must not say %s: it is the group's", (path, more) => {
    expect(faultsOf(attestation, more)).toEqual([path]);
  });

  it("looks at the group before anything is made", () => {
    const steps = planSteps(parseRecipe(recipeSource({ attestation })).recipe).map(({ id }) => id);
    expect(steps.slice(0, 4)).toEqual(["identify", "look-up", "check-group", "make-key"]);
    expect(steps.slice(-2)).toEqual(["prove-key", "record"]);
  });
});

describe("a recipe of a symmetric key", () => {
  it("writes the key, proves it and records", () => {
    const steps = planSteps(parseRecipe(recipeSource({ attestation: "symmetric-key" })).recipe).map(({ id }) => id);
    expect(steps).toEqual([
      "identify",
      "look-up",
      "make-key",
      "write-key",
      "write-registration",
      "read-back",
      "prove-key",
      "record",
    ]);
  });

  it("on a console needs a folder for it", () => {
    const source = JSON.parse(recipeSource({ attestation: "symmetric-key" }));
    const write = { as: "json", path: "/etc/dps.json" };
    const checked = checkRecipe(
      JSON.stringify({
        ...source,
        link: { driver: "console" },
        console: {},
        registration: { ...source.registration, write },
      }),
    );
    expect("faults" in checked && checked.faults.map(({ path }) => path)).toEqual(["console.keyFolder"]);
  });

  it("has no {ek}", () => {
    const source = JSON.parse(recipeSource({ attestation: "symmetric-key" }));
    const checked = checkRecipe(JSON.stringify({ ...source, registrationId: "{ek}" }));
    expect("faults" in checked).toBe(true);
  });
});
