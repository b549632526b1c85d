import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { consoleSettings } from "../../../main/station/console-settings.ts";
import { DeviceSecrets } from "../../../main/station/device-secrets.ts";
import { SecretStore } from "../../../main/station/secret-store.ts";
import { parseRecipe } from "../../../main/workflow/recipe/parse-recipe.ts";

const folder = mkdtempSync(join(tmpdir(), "touchmark-console-settings-"));
const store = new SecretStore(folder);

const recipe = (console: object, more: object = {}) =>
  parseRecipe(
    JSON.stringify({
      recipe: "gateway",
      product: { model: "GW-300" },
      link: { driver: "console" },
      console,
      attestation: { type: "tpm" },
      registrationId: "{ek}",
      registration: { endpoint: "dps.example", idScope: "0ne1", write: { as: "json", path: "/etc/registration.json" } },
      enrollment: { service: "plant-dps" },
      ...more,
    }),
  ).recipe;

const login = { user: "installer", passwordSecret: "gateway" };

beforeAll(async () => {
  await new DeviceSecrets(store).set("gateway", "of the log-in");
  await new DeviceSecrets(store).set("gateway-root", "of root");
});

afterAll(() => {
  rmSync(folder, { recursive: true });
});

describe("the TPM of a Linux device", () => {
  const certificate = { authority: "line-ca" };
  const places = { keyFolder: "/etc/keys", certificateFile: "/etc/id.pem" };
  it.each([
    [{ type: "tpm" }, "{ek}", {}],
    [{ type: "x509", certificate, key: { where: "tpm" } }, "{serialNumber}", {}],
    [{ type: "x509", certificate }, "{serialNumber}", undefined],
  ])("is the kernel's own where %j needs one", async (attestation, registrationId, tpm) => {
    const settings = await consoleSettings(recipe(places, { attestation, registrationId }), store);
    expect(settings.tpm).toEqual(tpm);
  });
});

describe("the password that makes root", () => {
  it.each([
    [{ login }, undefined],
    [{ login, becomeRoot: "sudo" }, "of the log-in"],
    [{ login, becomeRoot: "sudo", sudoPasswordSecret: "gateway-root" }, "of root"],
    [{ login, becomeRoot: "su", suPasswordSecret: "gateway-root" }, "of root"],
    [{ becomeRoot: "sudo" }, undefined],
  ])("with %j is %s", async (console, password) => {
    const settings = await consoleSettings(recipe(console), store);
    expect(settings.rootPassword).toBe(password);
    expect(settings).not.toHaveProperty("sudoPasswordSecret");
  });

  it("is missed by name", async () => {
    const missing = recipe({ becomeRoot: "su", suPasswordSecret: "nobody-set-it" });
    await expect(consoleSettings(missing, store)).rejects.toMatchObject({ code: "set-up.secret" });
  });
});
