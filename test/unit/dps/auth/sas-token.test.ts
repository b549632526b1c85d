import { expect, it } from "vitest";
import { createSasToken } from "../../../../main/dps/auth/sas-token.ts";

it("signs the vector of the fact sheet", () => {
  const token = createSasToken({
    resource: "dps.azure-devices-provisioning.net",
    policyName: "provisioningserviceowner",
    key: Buffer.from("a2V5", "base64"),
    expiresAt: new Date(1_700_000_000_000),
  });
  expect(token).toBe(
    "SharedAccessSignature sr=dps.azure-devices-provisioning.net&sig=0OuqtqF4hOFWicPN7zMLukVokZWhtpjoAnd89rxZQ1k%3D" +
      "&se=1700000000&skn=provisioningserviceowner",
  );
});

it("encodes the resource before it signs, and cuts fractions of a second", () => {
  const token = createSasToken({
    resource: "localhost:8443",
    policyName: "a b",
    key: Buffer.from("a2V5", "base64"),
    expiresAt: new Date(1_700_000_000_999),
  });
  expect(token).toContain("sr=localhost%3A8443&");
  expect(token).toContain("&se=1700000000&skn=a%20b");
});
