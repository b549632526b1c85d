import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { assert, property, string } from "fast-check";
import { describe, expect, it } from "vitest";
import { isStationError } from "../../../../main/base/errors/station-error.ts";
import { checkRecipe, parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";

const samples = join(import.meta.dirname, "../../../../resources/recipes");
const sample = readFileSync(join(samples, "gateway-tpm.yaml"), "utf8");

const faultsOf = (source: string) => {
  const checked = checkRecipe(source);
  return "faults" in checked ? checked.faults : [];
};

describe("parseRecipe", () => {
  const files = readdirSync(samples, { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".yaml"));

  it.each(files)("accepts the sample %s", (file) => {
    expect(faultsOf(readFileSync(join(samples, file), "utf8"))).toEqual([]);
  });

  it("gives the same hash whatever the order and the comments", () => {
    const [head = "", ...rest] = sample.split("\nproduct:");
    const moved = `# another comment\nproduct:${rest.join("\nproduct:")}\n${head}`;
    expect(parseRecipe(moved).hash).toBe(parseRecipe(sample).hash);
  });

  it("gives another hash for another content", () => {
    expect(parseRecipe(sample.replace("115200", "9600")).hash).not.toBe(parseRecipe(sample).hash);
  });

  it("reads its own canonical text back to the same recipe: that is what a lot keeps", () => {
    const loaded = parseRecipe(sample);
    expect(parseRecipe(loaded.text)).toEqual(loaded);
  });

  it("names the line of a wrong value", () => {
    const line = sample.split("\n").findIndex((text) => text.includes("baudRate")) + 1;
    expect(faultsOf(sample.replace("baudRate: 115200", "baudRate: fast"))).toEqual([
      expect.objectContaining({ path: "link.baudRate", line }),
    ]);
  });

  it("refuses an unknown member rather than ignore a misspelled one", () => {
    expect(faultsOf(sample.replace("idScope:", "idscope:")).map(({ path }) => path)).toContain("registration.idScope");
  });

  it("refuses a registration id that would be the same for every unit", () => {
    expect(faultsOf(sample.replace('registrationId: "{ek}"', "registrationId: gateway"))[0]?.message).toContain(
      "differ for every unit",
    );
  });

  it("refuses a placeholder that has no meaning there", () => {
    expect(
      faultsOf(sample.replace('registrationId: "{ek}"', 'registrationId: "{serialNumber}-{mac}"'))[0]?.message,
    ).toContain("{mac}");
  });

  it("refuses an alias bomb quickly", () => {
    const bomb = `a: &a [x,x,x,x,x,x,x,x]\nb: &b [${"*a,".repeat(8)}]\nc: &c [${"*b,".repeat(8)}]\nd: [${"*c,".repeat(8)}]\n`;
    expect(() => parseRecipe(bomb)).toThrow();
  });

  it("answers any text with a recipe or coded faults", () => {
    assert(
      property(string({ maxLength: 400 }), (source) => {
        try {
          parseRecipe(source);
        } catch (error) {
          expect(isStationError(error, "recipe.invalid")).toBe(true);
        }
      }),
    );
  });
});
