import { describe, expect, it } from "vitest";
import { parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";
import { planSteps } from "../../../../main/workflow/steps/plan.ts";
import { recipeSource } from "../../../harness/recipe-source.ts";

const planned = (source: object): readonly string[] =>
  planSteps(parseRecipe(JSON.stringify(source)).recipe).map(({ id }) => id);
const recipe = (attestation: "tpm" | "x509", change: object = {}): object => ({
  ...JSON.parse(recipeSource({ attestation })),
  ...change,
});

describe("the plan of a TPM recipe", () => {
  it.each([
    [{}, ["check-endorsement-certificate", "activate-credential"]],
    [{ certificate: "optional" }, ["check-endorsement-certificate", "activate-credential"]],
    [{ certificate: "off" }, ["activate-credential"]],
    [{ activation: "off" }, ["check-endorsement-certificate"]],
    [{ certificate: "off", activation: "off" }, []],
  ])("with %j has %j between reading the key and writing", (endorsementKey, middle) => {
    expect(planned(recipe("tpm", { attestation: { type: "tpm", endorsementKey } }))).toEqual([
      "identify",
      "look-up",
      "read-endorsement-key",
      ...middle,
      "write-registration",
      "read-back",
      "record",
    ]);
  });
});

describe("the plan of an X.509 recipe", () => {
  it("proves the key after everything was read back, and records last", () => {
    expect(planned(recipe("x509")).slice(-3)).toEqual(["read-back", "prove-key", "record"]);
  });

  it("waits for the service after the record where PASS requires it", () => {
    expect(planned(recipe("x509", { pass: { requires: "enrolled" } })).slice(-2)).toEqual(["record", "enroll"]);
  });
});
