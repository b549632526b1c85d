import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { z } from "zod";
import { checkRecipe, parseRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";

const folder = join(import.meta.dirname, "../../../../resources/recipes");
const sample = (name: string): Record<string, Record<string, unknown>> =>
  z.record(z.string(), z.any()).parse(parse(readFileSync(join(folder, `${name}.yaml`), "utf8")));

const faultsOf = (recipe: object): readonly string[] => {
  const checked = checkRecipe(JSON.stringify(recipe));
  return "faults" in checked ? checked.faults.map(({ path, message }) => `${path}: ${message}`) : [];
};

describe("a recipe for stock Zephyr", () => {
  const files = sample("sensor-zephyr-fs");
  const x509 = files["attestation"];

  it("puts PEM into files and DER under settings keys unless it says otherwise", () => {
    const inFiles = parseRecipe(JSON.stringify(files)).recipe.smp?.identity;
    expect(inFiles?.key).toEqual({ file: "/lfs1/identity/key.pem", form: "pem" });
    const inSettings = parseRecipe(JSON.stringify(sample("sensor-zephyr-settings"))).recipe.smp?.identity;
    expect(inSettings?.certificate).toEqual({ setting: "prov/cert", form: "der" });
  });

  it.each([
    [{ attestation: { ...x509, key: { where: "device" } } }, "attestation.key.where: must be station"],
    [{ attestation: { type: "tpm" }, registrationId: "{ek}" }, "smp.identity: is for attestation.type: x509"],
    [{ registration: { ...files["registration"], write: undefined } }, "registration.write: is required"],
    [
      { link: { driver: "console" }, console: { keyFolder: "/k", certificateFile: "/c" } },
      "smp: is for link.driver: smp",
    ],
    [{ smp: undefined }, "attestation.key.where: station needs smp.identity"],
    [{ smp: undefined }, "registration.write: is for link.driver: console, or smp.identity"],
    [{ smp: { framing: "usb" } }, "smp.framing: "],
    [
      { registration: { ...files["registration"], write: { as: "json", path: "/a", mode: "600" } } },
      "registration.write.mode: is for link.driver: console",
    ],
    [
      { registration: { ...files["registration"], write: { as: "template", path: "/a", text: "{idScope}" } } },
      "registration.write.text: must hold {registrationId}",
    ],
    [
      { registration: { ...files["registration"], write: { as: "settings", keys: { registrationId: "a b" } } } },
      "registration.write.keys.registrationId: a settings key",
    ],
    [
      { smp: { identity: { ...(files["smp"]?.["identity"] as object), model: { info: "i", pattern: "(" } } } },
      "smp.identity.model",
    ],
  ])("with %j has a fault", (change, fault) => {
    expect(faultsOf({ ...files, ...change }).join("\n")).toContain(fault);
  });

  it("is the only one that may have settings keys", () => {
    const registration = { ...files["registration"], write: { as: "settings", keys: { registrationId: "a" } } };
    const linux = { ...sample("linux-gateway-tpm"), registration };
    expect(faultsOf(linux)).toEqual(["registration.write.as: settings are for link.driver: smp"]);
  });
});

describe("a template for the registration", () => {
  it("is for a console as well", () => {
    const write = { as: "template", path: "/etc/x.ini", text: "id={registrationId}\n", mode: "600" };
    const linux = sample("linux-gateway-tpm");
    expect(faultsOf({ ...linux, registration: { ...linux["registration"], write } })).toEqual([]);
  });
});
