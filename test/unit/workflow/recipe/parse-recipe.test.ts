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

  const withKey = (key: string, more = ""): string =>
    sample
      .replace(/type: tpm\n.*\n/, `type: x509\n  key: ${key}\n  certificate: { authority: line-ca }\n${more}`)
      .replace('"{ek}"', '"{serialNumber}"');

  it("takes a key in the TPM, with a handle of its own or the usual one", () => {
    expect(faultsOf(withKey("{ where: tpm }"))).toEqual([]);
    expect(faultsOf(withKey('{ where: tpm, handle: "0x81000200" }', "  persistStorageRootKey: true\n"))).toEqual([]);
  });

  it.each([
    ["without quotes", "{ where: tpm, handle: 0x81000101 }", "in quotes"],
    ["of the platform", '{ where: tpm, handle: "0x81800000" }', "persistent handle"],
    ["of an NV index", '{ where: tpm, handle: "0x01c00002" }', "persistent handle"],
    ["of the storage root key", '{ where: tpm, handle: "0x81000001" }', "another key's place"],
    ["of the endorsement key", '{ where: tpm, handle: "0x81010001" }', "another key's place"],
    ["without a TPM", '{ where: device, handle: "0x81000101" }', "where: tpm"],
  ])("refuses a handle %s", (_what, key, message) => {
    expect(faultsOf(withKey(key))).toEqual([
      expect.objectContaining({ path: "attestation.key.handle", message: expect.stringContaining(message) }),
    ]);
  });

  it("refuses to keep an endorsement key that is not proven", () => {
    const keeping = (activation: string): string =>
      sample.replace("activation: required", `activation: ${activation}, persist: true`);
    expect(faultsOf(keeping("required"))).toEqual([]);
    expect(faultsOf(keeping("off"))).toEqual([expect.objectContaining({ path: "attestation.endorsementKey.persist" })]);
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
