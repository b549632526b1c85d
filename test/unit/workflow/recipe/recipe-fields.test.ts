import { describe, expect, it } from "vitest";
import { recipeFields } from "../../../../main/workflow/recipe/recipe-fields.ts";

const field = (path: string) => recipeFields().find((one) => one.path === path);

describe("the schema as a form has it", () => {
  it("has a title and a line of help for every member", () => {
    expect(recipeFields().length).toBeGreaterThan(50);
    const bare = recipeFields().filter(({ title, help }) => title === "" || help === "" || help.length > 160);
    expect(bare.map(({ path }) => path)).toEqual([]);
  });

  it("names each member once", () => {
    const paths = recipeFields().map(({ path }) => path);
    expect(new Set(paths).size).toBe(paths.length);
  });

  it("asks only what is of use for attestation and driver", () => {
    expect(field("product.model")).toMatchObject({ kind: "text", required: true, when: [] });
    expect(field("attestation.type")).toMatchObject({ kind: "choice", when: [] });
    expect(field("attestation.type")?.choices).toContain("symmetric-key-group");
    expect(field("attestation.certificate.authority")?.when.flat()).toContainEqual({
      path: "attestation.type",
      values: ["x509"],
    });
    expect(field("console.login.user")).toMatchObject({
      required: false,
      when: [[{ path: "link.driver", values: ["console"] }]],
    });
    expect(field("enrollment.iotHubs")).toMatchObject({ kind: "list" });
    expect(field("enrollment.initialTwin.tags")).toMatchObject({ kind: "structure" });
    expect(field("registration.write.text")).toMatchObject({ kind: "long-text" });
  });
});
