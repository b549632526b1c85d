import { describe, expect, it } from "vitest";
import { checkRecipe } from "../../../../main/workflow/recipe/parse-recipe.ts";

const write = { as: "aziot-config-toml", path: "/etc/aziot/config.toml" };
const recipe = (change: object): string =>
  JSON.stringify({
    recipe: "gateway",
    product: { model: "GW-300" },
    link: { driver: "console" },
    console: {},
    attestation: { type: "tpm" },
    registrationId: "{ek}",
    registration: { endpoint: "dps.example", idScope: "0ne1", write },
    enrollment: { service: "plant-dps" },
    ...change,
  });
const faultsOf = (text: string): readonly string[] => {
  const checked = checkRecipe(text);
  return "faults" in checked ? checked.faults.map(({ path }) => path) : [];
};
const x509 = { attestation: { type: "x509", certificate: { authority: "ca" } }, registrationId: "{serialNumber}" };
const inTpm = { ...x509, attestation: { ...x509.attestation, key: { where: "tpm" } } };

describe("a recipe for a console", () => {
  it("may say as little as that", () => {
    expect(faultsOf(recipe({}))).toEqual([]);
  });

  it.each([
    { becomeRoot: "sudo" },
    { becomeRoot: "sudo", sudoPasswordSecret: "gateway" },
    { becomeRoot: "su", suPasswordSecret: "gateway-root" },
  ])("may become root by %j", (console) => {
    expect(faultsOf(recipe({ console }))).toEqual([]);
  });

  it.each([
    ["console", { console: undefined }],
    ["registration.write", { registration: { endpoint: "dps.example", idScope: "0ne1" } }],
    ["console.keyFolder", { ...x509, console: { certificateFile: "/etc/id.pem" } }],
    ["console.certificateFile", { ...x509, console: { keyFolder: "/etc/keys" } }],
    ["registration.write.as", { ...inTpm, console: { certificateFile: "/etc/id.pem" } }],
    ["console.keyFolder", { console: { keyFolder: "relative/path" } }],
    ["console.keyFolder", { console: { keyFolder: "/etc/a\nb" } }],
    // A pattern that tries every way to cut it would take longer than a shift.
    ["console.keyFolder", { console: { keyFolder: `/etc/${"a".repeat(60)}\n` } }],
    ["console.login.password", { console: { login: { user: "root", password: "in the recipe" } } }],
    ["console.login.user", { console: { login: { user: "root; reboot" } } }],
    ["console.tpm.tcti", { console: { tpm: { tcti: "cmd:$(reboot)" } } }],
    ["console.becomeRoot", { console: { becomeRoot: "doas" } }],
    ["console.sudoPasswordSecret", { console: { sudoPasswordSecret: "gateway" } }],
    ["console.sudoPasswordSecret", { console: { becomeRoot: "sudo", sudoPasswordSecret: "The Password" } }],
    ["console.suPasswordSecret", { console: { becomeRoot: "su" } }],
    ["console.suPasswordSecret", { console: { becomeRoot: "sudo", suPasswordSecret: "root" } }],
    ["registration.write.mode", { registration: { endpoint: "d", idScope: "0ne1", write: { ...write, mode: "888" } } }],
  ])("has a fault at %s", (path, change) => {
    expect(faultsOf(recipe(change))).toEqual([path]);
  });

  it.each(["console", "registration.write"])("is where %s belongs, and nowhere else", (path) => {
    const smp = { link: { driver: "smp" } };
    expect(faultsOf(recipe(smp))).toContain(path);
  });
});
