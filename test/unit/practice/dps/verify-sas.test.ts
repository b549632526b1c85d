import { describe, expect, it } from "vitest";
import { verifySas } from "../../../../main/practice/dps/server/verify-sas.ts";

const key = Buffer.from("a2V5", "base64");
const vector =
  "SharedAccessSignature sr=dps.azure-devices-provisioning.net&sig=0OuqtqF4hOFWicPN7zMLukVokZWhtpjoAnd89rxZQ1k%3D&se=1700000000&skn=provisioningserviceowner";
const expected = {
  policyName: "provisioningserviceowner",
  keys: [Buffer.from("b3RoZXI=", "base64"), key],
  opens: (resource: string) => resource === "dps.azure-devices-provisioning.net",
  now: new Date(1_699_999_999_000),
};

describe("verifySas", () => {
  it("takes the vector of the fact sheet, with any of the keys", () => {
    expect(verifySas(vector, expected)).toBe(true);
  });

  it("takes the fields in any order and the escapes in any case", () => {
    const [, text = ""] = vector.split(" ");
    const turned = text.replace("%3D", "%3d").split("&").toReversed().join("&");
    expect(verifySas(`SharedAccessSignature ${turned}`, expected)).toBe(true);
  });

  it.each([
    ["no header", undefined],
    ["another scheme", vector.replace("SharedAccessSignature", "Bearer")],
    ["an expiry moved on", vector.replace("se=1700000000", "se=1800000000")],
    ["a resource in other letters than signed", vector.replace("sr=dps", "sr=Dps")],
    ["no signature", vector.replace(/&sig=[^&]*/, "")],
    ["another policy", vector.replace("skn=provisioningserviceowner", "skn=other")],
    ["broken escapes", vector.replace("%3D", "%")],
  ])("refuses %s", (_name, header) => {
    expect(verifySas(header, expected)).toBe(false);
  });

  it("refuses an expired token, another key and another resource", () => {
    expect(verifySas(vector, { ...expected, now: new Date(1_700_000_000_000) })).toBe(false);
    expect(verifySas(vector, { ...expected, keys: [Buffer.from("x")] })).toBe(false);
    expect(verifySas(vector, { ...expected, opens: () => false })).toBe(false);
  });
});
